package right

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A job is a list of commands on its way.
type job struct {
	id, state      string
	commands       []string
	current        string
	outputs, codes map[string]string // by command, of those that were run
	killed         chan struct{}
}

// theTime is every time that a right server tells: that of the moment, for all of it was
// a moment ago.
func theTime() string { return time.Now().Format("2006-01-02T15:04:05") }

// dispatch answers rpc/dispatcher.
func (s *server) dispatch(c *caller, args object) (any, int) {
	action, _ := args["action"].(string)
	switch action = strings.ToLower(action); {
	case action == "run" && s.mayRun(c) && !s.style.old && !areCommands(args):
		return nil, 400
	case action == "run" && s.mayRun(c):
		return s.start(args), 200
	case action == "list" && !s.style.old:
		return s.listJobs(), 200
	case action == "kill" && !s.style.old && s.mayRun(c):
		if !isTexts(args["job_id"]) {
			return nil, 400
		}
		return s.kill(args["job_id"]), 200
	case action == "run" || action == "kill" && !s.style.old:
		return nil, 403
	}
	return nil, 400
}

// isTexts holds for a text and for an array of texts.
func isTexts(v any) bool {
	_, isText := v.(string)
	array, isArray := v.([]any)
	return isText || isArray && !slices.ContainsFunc(array, func(one any) bool { _, ok := one.(string); return !ok })
}

// areCommands reports whether every job of a request is a text or an array of texts.
func areCommands(args object) bool {
	for _, command := range args {
		if !isTexts(command) {
			return false
		}
	}
	return true
}

// texts is a text, or each text of an array.
func texts(v any) []string {
	if text, ok := v.(string); ok {
		return []string{text}
	}
	var list []string
	array, _ := v.([]any)
	for _, one := range array {
		text, _ := one.(string)
		list = append(list, text)
	}
	return list
}

// start starts the jobs of a request.
func (s *server) start(args object) any {
	ids := []string{}
	for _, id := range slices.Sorted(maps.Keys(args)) {
		if id == "action" {
			continue
		}
		s.begin(id, texts(args[id])...)
		ids = append(ids, id)
	}
	return object{"started": ids}
}

// begin starts one job.
func (s *server) begin(id string, commands ...string) {
	j := &job{id: id, state: "pending", commands: commands, outputs: map[string]string{}, codes: map[string]string{}, killed: make(chan struct{})}
	s.mu.Lock()
	s.jobs[id] = j
	s.mu.Unlock()
	go s.perform(j)
}

// underway reports whether a job of that id has not ended.
func (s *server) underway(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := s.jobs[id]
	return j != nil && j.state != "finished"
}

// perform runs the commands of a job and tells of it.
func (s *server) perform(j *job) {
	s.tell(j, "pending")
	if strings.HasPrefix(j.id, "sysadm_iocage") && s.waits {
		s.iocage.Lock()
		defer s.iocage.Unlock()
	}
	for i, command := range j.commands {
		if i == 0 && j.isKilled() {
			break
		}
		s.mu.Lock()
		j.current = command
		s.mu.Unlock()
		if i == 0 {
			s.tell(j, "running")
		}
		if s.execute(j, command) != 0 && s.stops {
			break
		}
	}
	s.tell(j, "finished")
}

// execute runs one command of a job, and notes what it said.
func (s *server) execute(j *job, command string) (code int) {
	output, code := s.program(j, s.split(command))
	s.mu.Lock()
	defer s.mu.Unlock()
	j.outputs[command], j.codes[command] = output, strconv.Itoa(code)
	return code
}

func (j *job) isKilled() bool {
	select {
	case <-j.killed:
		return true
	default:
		return false
	}
}

func (s *server) listJobs() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	queues := map[string]object{s.queue: {}, "iocage_queue": {}, "pkg_queue": {}}
	for id, j := range s.jobs {
		name := s.queue
		for _, prefix := range []string{"iocage", "pkg"} {
			if strings.HasPrefix(id, "sysadm_"+prefix) {
				name = prefix + "_queue"
			}
		}
		queues[name][id] = object{"commands": slices.Clone(j.commands), "state": j.state}
	}
	return object{"jobs": queues}
}

func (s *server) kill(ids any) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	killed := []string{}
	for _, id := range texts(ids) {
		j := s.jobs[id]
		if j == nil {
			continue
		}
		killed = append(killed, id)
		if !slices.Contains(s.dead, id) && s.kills {
			s.dead = append(s.dead, id)
			close(j.killed)
		}
	}
	return object{"killed": object{"jobs": killed}}
}
