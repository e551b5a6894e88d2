package independent

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A job is commands that run one after the other.
type job struct {
	id, state string
	commands  []string
	current   string
	results   map[string]result // of the commands that have ended
	kill      context.CancelFunc
}

type result struct {
	output string
	code   int
}

// dispatch answers rpc/dispatcher.
func dispatch(s *server, q question) (any, int) {
	action := strings.ToLower(q.text("action"))
	if q.guest.user == operator && (action == "run" || action == "kill") {
		return nil, 403
	}
	switch action {
	case "run":
		for _, command := range q.args {
			if !areTexts(command) {
				return nil, 400
			}
		}
		return object{"started": s.run(q.args)}, 200
	case "kill":
		if id, given := q.args["job_id"]; given && !areTexts(id) {
			return nil, 400
		}
		return object{"killed": object{"jobs": s.kill(texts(q.args["job_id"]))}}, 200
	case "list":
		return object{"jobs": s.queues()}, 200
	}
	return nil, 400
}

// run starts a job for each member but the action.
func (s *server) run(args object) []string {
	ids := []string{}
	for _, id := range slices.Sorted(maps.Keys(args)) {
		if id == "action" {
			continue
		}
		s.start(id, texts(args[id]))
		ids = append(ids, id)
	}
	return ids
}

// start starts one job.
func (s *server) start(id string, commands []string) {
	ctx, cancel := context.WithCancel(s.ctx)
	j := &job{id: id, state: "pending", commands: commands, results: map[string]result{}, kill: cancel}
	s.jobs[id] = j
	if s.begins() {
		go func() {
			defer s.busy.Done()
			defer cancel()
			s.perform(ctx, j)
		}()
	}
}

func (s *server) kill(ids []string) []string {
	killed := []string{}
	for _, id := range ids {
		if j := s.jobs[id]; j != nil {
			j.kill()
			killed = append(killed, id)
		}
	}
	return killed
}

// queue is the line that a job stands in: iocage does one thing at a time.
func (j *job) queue() string {
	for _, work := range []string{"iocage", "pkg"} {
		if strings.HasPrefix(j.id, "sysadm_"+work) {
			return work + "_queue"
		}
	}
	return "no_queue"
}

func (s *server) queues() object {
	queues := object{}
	for id, j := range s.jobs {
		queue, _ := queues[j.queue()].(object)
		if queue == nil {
			queue = object{}
			queues[j.queue()] = queue
		}
		queue[id] = object{"commands": j.commands, "state": j.state}
	}
	return queues
}

// perform runs the commands until one fails, and tells how it goes.
func (s *server) perform(ctx context.Context, j *job) {
	s.report(j, "pending")
	if j.queue() == "iocage_queue" {
		s.turn.Lock()
		defer s.turn.Unlock()
	}
	for i, command := range j.commands {
		if ctx.Err() != nil {
			break
		}
		s.mu.Lock()
		j.current = command
		s.mu.Unlock()
		if i == 0 {
			s.report(j, "running")
		}
		r := s.program(ctx, split(command))
		s.mu.Lock()
		j.results[command] = r
		s.mu.Unlock()
		if r.code != 0 {
			break
		}
	}
	s.report(j, "finished")
}

// report tells all who listen of the state that a job has come to.
func (s *server) report(j *job, state string) {
	s.mu.Lock()
	j.state = state
	news := object{"process_id": j.id, "state": state}
	if state != "pending" {
		news["process_details"] = j.details()
	}
	listening := s.listening("dispatcher")
	s.mu.Unlock()
	for _, g := range listening {
		_ = g.send(event("dispatcher", news)) // who has gone is not told
	}
}

func (j *job) details() object {
	d := object{"cmd_list": j.commands, "process_id": j.id, "state": j.state, "time_started": today()}
	if j.state == "finished" {
		d["time_finished"] = today()
	} else {
		d["current_cmd"] = j.current
	}
	for command, r := range j.results {
		d[command], d["return_codes/"+command] = r.output, strconv.Itoa(r.code)
	}
	return d
}

// program runs one of the eight programs of the host.
func (s *server) program(ctx context.Context, words []string) result {
	if len(words) == 0 {
		return result{"", -1}
	}
	switch words[0] {
	case "iocage":
		return s.iocage(ctx, words)
	case "true":
		return result{"", 0}
	case "false":
		return result{"", 1}
	case "echo":
		return result{strings.Join(words[1:], " ") + "\n", 0}
	case "cat":
		if len(words) > 1 {
			return result{"cat: no such file: " + words[1] + "\n", 1}
		}
		return result{"", 0}
	case "seq":
		return result{row(words[1:]), 0}
	case "grep":
		return result{"grep: no such file: " + words[2] + "\n", 2}
	case "sleep":
		seconds, _ := strconv.Atoi(strings.Join(words[1:], ""))
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(seconds) * time.Second):
			return result{"", 0}
		}
	}
	return result{"", -1}
}

// row is what seq prints for -f FORMAT 1 LAST.
func row(words []string) (printed string) {
	last, _ := strconv.Atoi(words[3])
	for n := 1; n <= last; n++ {
		printed += strings.Replace(words[1], "%g", strconv.Itoa(n), 1) + "\n"
	}
	return printed
}

// split parts a command at blanks, but not between quotes.
func split(command string) (words []string) {
	var word strings.Builder
	quoted, begun := false, false
	for _, c := range command + " " {
		switch {
		case c == '"':
			quoted, begun = !quoted, true
		case c != ' ' || quoted:
			word.WriteRune(c)
			begun = true
		case begun:
			words = append(words, word.String())
			word.Reset()
			begun = false
		}
	}
	return words
}
