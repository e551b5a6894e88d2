package conformance_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A rightJob is a list of commands on its way.
type rightJob struct {
	id, state      string
	commands       []string
	current        string
	outputs, codes map[string]string // by command, of those that were run
	killed         chan struct{}
}

// rightTime is every time that a right server tells of a job.
const rightTime = "2026-03-01T09:30:00"

// subscription reads the arguments of subscribe and unsubscribe.
func (r *right) subscription(args any) (names []string, code int) {
	list, isArray := args.([]any)
	if name, isText := args.(string); isText && !r.style.old {
		list, isArray = []any{name}, true
	}
	if _, isObject := args.(map[string]any); isObject && r.style.old {
		return nil, 200
	}
	if !isArray || len(list) == 0 {
		return nil, 400
	}
	known := []string{"dispatcher", "life-preserver", "system-state"}
	if r.style.old {
		known = known[:2]
	}
	for _, one := range list {
		if name, _ := one.(string); slices.Contains(known, name) {
			names = append(names, name)
		}
	}
	return names, 200
}

// events answers the namespace of that name.
func (r *right) events(c *caller, verb string, args any) (any, int) {
	if c.send == nil || verb != "subscribe" && verb != "unsubscribe" {
		return nil, 400
	}
	names, code := r.subscribes(args)
	confirmed := map[string]any{}
	for _, name := range names {
		confirmed[verb] = name
		r.mu.Lock()
		subscribed := r.subscribers[c]
		if verb == "subscribe" {
			r.subscribers[c] = append(slices.DeleteFunc(subscribed, func(other string) bool { return other == name }), name)
		} else {
			r.unsubscribe(c, name)
		}
		r.mu.Unlock()
		if verb == "subscribe" {
			r.greet(c, name)
		}
	}
	return confirmed, code
}

// greet sends the last event to a new subscriber.
func (r *right) greet(c *caller, name string) {
	switch {
	case r.style.old:
		_ = c.send(rightEvent(name, nil))
	case name == "system-state":
		for _, args := range r.tells(name, r.state()) {
			_ = c.send(rightEvent(name, args))
		}
	}
}

func rightEvent(name string, args any) map[string]any {
	return map[string]any{"namespace": "events", "name": name, "id": "", "args": args}
}

// hostState is what system-state tells.
func hostState() map[string]any {
	pool := map[string]any{
		"size": "107G", "alloc": "13.1G", "free": "93.9G", "frag": "6%", "expandsz": "-", "dedup": "1.00x", "altroot": "-",
		"capacity": "12%", "health": "ONLINE",
	}
	return map[string]any{"hostname": "right", "priority": "0 - Information", "zpools": map[string]any{"tank": pool}}
}

// dispatch answers rpc/dispatcher.
func (r *right) dispatch(c *caller, args map[string]any) (any, int) {
	action, _ := args["action"].(string)
	switch action = strings.ToLower(action); {
	case action == "run" && r.mayRun(c) && !r.style.old && !areCommands(args):
		return nil, 400
	case action == "run" && r.mayRun(c):
		return r.start(args), 200
	case action == "list" && !r.style.old:
		return r.listJobs(), 200
	case action == "kill" && !r.style.old && r.mayRun(c):
		if !isTexts(args["job_id"]) {
			return nil, 400
		}
		return r.kill(args["job_id"]), 200
	case action == "run" || action == "kill" && !r.style.old:
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
func areCommands(args map[string]any) bool {
	for _, command := range args {
		if !isTexts(command) {
			return false
		}
	}
	return true
}

// start starts the jobs of a request.
func (r *right) start(args map[string]any) any {
	ids := []string{}
	for _, id := range slices.Sorted(maps.Keys(args)) {
		if id == "action" {
			continue
		}
		r.begin(id, texts(args[id])...)
		ids = append(ids, id)
	}
	return map[string]any{"started": ids}
}

// begin starts one job.
func (r *right) begin(id string, commands ...string) {
	j := &rightJob{id: id, state: "pending", commands: commands, outputs: map[string]string{}, codes: map[string]string{}, killed: make(chan struct{})}
	r.mu.Lock()
	r.jobs[id] = j
	r.mu.Unlock()
	go r.perform(j)
}

// underway reports whether a job of that id has not ended.
func (r *right) underway(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	j := r.jobs[id]
	return j != nil && j.state != "finished"
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

// perform runs the commands of a job and tells of it.
func (r *right) perform(j *rightJob) {
	r.tell(j, "pending")
	if strings.HasPrefix(j.id, "sysadm_iocage") && r.waits {
		r.iocage.Lock()
		defer r.iocage.Unlock()
	}
	for i, command := range j.commands {
		if i == 0 && j.isKilled() {
			break
		}
		r.mu.Lock()
		j.current = command
		r.mu.Unlock()
		if i == 0 {
			r.tell(j, "running")
		}
		output, code := r.program(j, r.split(command))
		r.mu.Lock()
		j.outputs[command], j.codes[command] = output, strconv.Itoa(code)
		r.mu.Unlock()
		if code != 0 && r.stops {
			break
		}
	}
	r.tell(j, "finished")
}

func (j *rightJob) isKilled() bool {
	select {
	case <-j.killed:
		return true
	default:
		return false
	}
}

// tell publishes the state of a job.
func (r *right) tell(j *rightJob, state string) {
	r.mu.Lock()
	j.state = state
	args := r.jobArgs(j)
	r.mu.Unlock()
	if args == nil {
		return
	}
	var events []any
	for _, one := range r.tells("dispatcher", args) {
		events = append(events, rightEvent("dispatcher", one))
	}
	for _, c := range r.hearing("dispatcher") {
		_ = c.send(events...)
	}
}

// hearing are the connections to which an event is sent.
func (r *right) hearing(name string) []*caller {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []*caller
	for c, names := range r.subscribers {
		for _, subscribed := range names {
			if subscribed == name && c.token != "" {
				list = append(list, c)
			}
		}
	}
	return list
}

// jobArgs is what an event tells of a job; the caller holds the lock.
func (r *right) jobArgs(j *rightJob) map[string]any {
	if r.style.old {
		return j.oldArgs()
	}
	args := map[string]any{"state": j.state, "process_id": j.id}
	if j.state == "pending" {
		return args
	}
	details := map[string]any{"state": j.state, "process_id": j.id, "cmd_list": slices.Clone(j.commands), "time_started": rightTime}
	for command, code := range j.codes {
		details[command], details["return_codes/"+command] = j.outputs[command], code
	}
	if j.state == "finished" {
		details["time_finished"] = rightTime
	} else {
		details["current_cmd"] = j.current
	}
	args["process_details"] = details
	return args
}

// oldArgs is the same as the original server told it.
func (j *rightJob) oldArgs() map[string]any {
	switch j.state {
	case "pending":
		return nil
	case "running":
		return map[string]any{"process_id": j.id, "state": "running"}
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
	return map[string]any{
		"cmd_list": slices.Clone(j.commands), "log": strings.Join(log, "\n"), "proc_id": j.id, "success": success,
		"time_started": rightTime, "time_finished": rightTime,
	}
}

func (r *right) listJobs() any {
	r.mu.Lock()
	defer r.mu.Unlock()
	queues := map[string]map[string]any{r.queue: {}, "iocage_queue": {}, "pkg_queue": {}}
	for id, j := range r.jobs {
		name := r.queue
		for _, prefix := range []string{"iocage", "pkg"} {
			if strings.HasPrefix(id, "sysadm_"+prefix) {
				name = prefix + "_queue"
			}
		}
		queues[name][id] = map[string]any{"commands": slices.Clone(j.commands), "state": j.state}
	}
	return map[string]any{"jobs": queues}
}

func (r *right) kill(ids any) any {
	r.mu.Lock()
	defer r.mu.Unlock()
	killed := []string{}
	for _, id := range texts(ids) {
		j := r.jobs[id]
		if j == nil {
			continue
		}
		killed = append(killed, id)
		if !slices.Contains(r.dead, id) && r.kills {
			r.dead = append(r.dead, id)
			close(j.killed)
		}
	}
	return map[string]any{"killed": map[string]any{"jobs": killed}}
}

// programs are those that a right server has.
func programs(j *rightJob, words []string) (output string, code int) {
	if len(words) == 0 {
		return "", -1
	}
	switch words[0] {
	case "true":
		return "", 0
	case "false":
		return "", 1
	case "echo":
		return strings.Join(words[1:], " ") + "\n", 0
	case "sleep":
		seconds, _ := strconv.Atoi(words[1])
		select {
		case <-j.killed:
			return "", -1
		case <-time.After(time.Duration(seconds) * time.Second):
			return "", 0
		}
	}
	return "", -1
}

// words splits a command as the original server did; three quotes are none here.
func words(command string) []string {
	var list []string
	var word strings.Builder
	quoted, begun := false, false
	for _, c := range command {
		switch {
		case c == '"':
			quoted, begun = !quoted, true
		case c == ' ' && !quoted:
			if begun {
				list = append(list, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(c)
			begun = true
		}
	}
	if begun {
		list = append(list, word.String())
	}
	return list
}
