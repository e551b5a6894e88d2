package right

import (
	"fmt"
	"slices"
	"strings"
)

// tell publishes the state of a job.
func (s *server) tell(j *job, state string) {
	s.mu.Lock()
	j.state = state
	args := s.jobArgs(j)
	s.mu.Unlock()
	if args == nil {
		return
	}
	var events []any
	for _, one := range s.tells("dispatcher", args) {
		events = append(events, event("dispatcher", one))
	}
	for _, c := range s.hearing("dispatcher") {
		_ = c.send(events...)
	}
}

// jobArgs is what an event tells of a job; the caller holds the lock.
func (s *server) jobArgs(j *job) object {
	if s.style.old {
		return j.oldArgs()
	}
	args := object{"state": j.state, "process_id": j.id}
	if j.state == "pending" {
		return args
	}
	details := object{"state": j.state, "process_id": j.id, "cmd_list": slices.Clone(j.commands), "time_started": theTime()}
	for command, code := range j.codes {
		details[command], details["return_codes/"+command] = j.outputs[command], code
	}
	if j.state == "finished" {
		details["time_finished"] = theTime()
	} else {
		details["current_cmd"] = j.current
	}
	args["process_details"] = details
	return args
}

// oldArgs is the same as the original server told it.
func (j *job) oldArgs() object {
	switch j.state {
	case "pending":
		return nil
	case "running":
		return object{"process_id": j.id, "state": "running"}
	}
	var log []string
	success := "true"
	for _, command := range j.commands {
		if code, run := j.codes[command]; run {
			text := fmt.Sprintf("[Running Command: %s ]%s", command, j.outputs[command])
			if code != "0" {
				text, success = text+fmt.Sprintf("\n[Command Failed: %s ]", code), "false"
			}
			log = append(log, text)
		}
	}
	return object{
		"cmd_list": slices.Clone(j.commands), "log": strings.Join(log, "\n"), "proc_id": j.id, "success": success,
		"time_started": theTime(), "time_finished": theTime(),
	}
}
