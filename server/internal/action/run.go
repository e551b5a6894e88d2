package action

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/sysadm-go/sysadm/server/internal/commandline"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// run starts jobs and returns their ids (documents, "Run Process(es)"). Events
// report their progress.
func (h *Host) run(_ context.Context, r *rpc.Request) (any, error) {
	specs, err := h.specs(r)
	if err != nil {
		return nil, err
	}
	started := []string{}
	for _, s := range specs {
		if err := s.Allowed(h.JobPrograms); err != nil {
			return nil, err
		}
		started = append(started, s.ID)
	}
	if err := h.Jobs.Start(specs...); err != nil {
		return nil, err
	}
	return map[string][]string{"started": started}, nil
}

// specs parses the jobs of a request, sorted by id.
func (h *Host) specs(r *rpc.Request) ([]job.Spec, error) {
	args, err := r.Object()
	if err != nil {
		return nil, err
	}
	read := commandsOf
	if h.Compat.RunsOnly {
		read = looseCommands
	}
	var specs []job.Spec
	jobs := jobsIn(args)
	for _, id := range slices.Sorted(maps.Keys(jobs)) {
		commands, ok := read(jobs[id])
		switch {
		case ok:
			specs = append(specs, job.Spec{ID: id, User: r.Identity.User, Commands: commands})
		case !h.Compat.RunsOnly:
			return nil, rpc.Errorf(400, "the job %q must be a command, or an array of commands", id)
		}
	}
	return specs, nil
}

// jobsIn returns the jobs by id: all members except the action and, if a
// message without args is its own arguments, those of the envelope.
func jobsIn(args rpc.Args) map[string]json.RawMessage {
	jobs := maps.Collect(args.All())
	delete(jobs, "action")
	if jobs["namespace"] != nil && jobs["name"] != nil {
		for _, member := range []string{"namespace", "name", "id"} {
			delete(jobs, member)
		}
	}
	return jobs
}

// commandsOf parses one command or an array of commands; none may be empty.
func commandsOf(raw json.RawMessage) (commands []string, ok bool) {
	commands, ok = textsIn(raw)
	empty := func(command string) bool { return len(commandline.Split(command)) == 0 }
	return commands, ok && len(commands) > 0 && !slices.ContainsFunc(commands, empty)
}

// looseCommands parses commands as the original of February 2016 did: in an
// array, numbers and booleans become their text, and other values that are not
// strings become empty.
func looseCommands(raw json.RawMessage) (commands []string, ok bool) {
	var one string
	if raw[0] == '"' && json.Unmarshal(raw, &one) == nil {
		return []string{one}, true
	}
	var items []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &items) != nil {
		return nil, false
	}
	commands = []string{}
	for _, item := range items {
		commands = append(commands, looseCommand(item))
	}
	return commands, true
}

func looseCommand(item json.RawMessage) string {
	var text string
	switch item[0] {
	case '"':
		_ = json.Unmarshal(item, &text) // cannot fail: it is a string
	case '[', '{', 'n':
	default:
		text = string(item)
	}
	return text
}
