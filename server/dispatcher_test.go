package server_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// programs is a host with the programs echo, false, and wait, which runs until
// its job is killed.
type programs struct{}

func (programs) Run(ctx context.Context, words []string, out io.Writer, _ func(int)) (int, error) {
	switch strings.Join(words[:min(1, len(words))], "") {
	case "echo":
		_, err := io.WriteString(out, strings.Join(words[1:], " ")+"\n")
		return 0, err
	case "false":
		return 1, nil
	case "wait":
		<-ctx.Done()
		return -1, ctx.Err()
	}
	return -1, errors.New("there is no such program")
}

// dispatch sends a request to rpc/dispatcher without waiting for anything.
func (c *conn) dispatch(args string) {
	c.send(`{"namespace":"rpc","name":"dispatcher","id":"d","args":` + args + `}`)
}

// until reads messages until one contains all the texts. It returns the replies
// and job events read so far, each in order of arrival.
func (c *conn) until(texts ...string) (replies, events []map[string]any) {
	for {
		text := c.next()
		message := decode(c.t, text)
		if message["namespace"] == "events" {
			require.Equal(c.t, "dispatcher", message["name"])
			require.Equal(c.t, "", message["id"])
			events = append(events, message["args"].(map[string]any))
		} else {
			replies = append(replies, message)
		}
		found := true
		for _, t := range texts {
			found = found && strings.Contains(text, t)
		}
		if found {
			return replies, events
		}
	}
}

// timeless removes the times from an event, which must be present and formatted
// as in the documents.
func timeless(t *testing.T, details map[string]any, names ...string) map[string]any {
	for _, name := range names {
		require.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`, details[name])
		delete(details, name)
	}
	return details
}

func TestRun(t *testing.T) {
	tg := start(t, server.Options{Runner: host, JobRunner: programs{}})
	runs, hears, deaf := tg.dial("admin"), tg.dial("otto"), tg.dial("otto")
	runs.events("subscribe", `["dispatcher","dispatcher"]`)
	hears.events("subscribe", `"dispatcher"`)
	deaf.events("subscribe", `"dispatcher"`)
	deaf.events("unsubscribe", `"dispatcher"`)

	runs.dispatch(`{"action":"RUN","sysadm_pkg_x":["echo one","false","echo never"]}`)
	replies, events := runs.until(`"state":"finished"`)
	_, heard := hears.until(`"state":"finished"`)
	if len(replies) == 0 {
		replies = []map[string]any{runs.receive()}
	}
	require.Equal(t, map[string]any{"args": map[string]any{"started": []any{"sysadm_pkg_x"}}, "id": "d", "name": "response", "namespace": "rpc"}, replies[0])
	require.Equal(t, heard, events)
	require.Len(t, events, 3)
	require.Equal(t, map[string]any{"process_id": "sysadm_pkg_x", "state": "pending"}, events[0])
	timeless(t, events[1]["process_details"].(map[string]any), "time_started")
	timeless(t, events[2]["process_details"].(map[string]any), "time_started", "time_finished")
	commands := []any{"echo one", "false", "echo never"}
	require.Equal(t, map[string]any{"event_system": "sysadm/pkg", "process_id": "sysadm_pkg_x", "state": "running",
		"process_details": map[string]any{"process_id": "sysadm_pkg_x", "state": "running", "cmd_list": commands, "current_cmd": "echo one"}}, events[1])
	require.Equal(t, map[string]any{"event_system": "sysadm/pkg", "process_id": "sysadm_pkg_x", "state": "finished",
		"process_details": map[string]any{"process_id": "sysadm_pkg_x", "state": "finished", "cmd_list": commands,
			"echo one": "one\n", "return_codes/echo one": "0", "false": "", "return_codes/false": "1"}}, events[2])
	require.Equal(t, "response", deaf.ask(`{"namespace":"rpc","name":"query","id":"q"}`)["name"], "no event was sent before")
}

func TestRunSeveral(t *testing.T) {
	tg := start(t, server.Options{Runner: host, JobRunner: programs{}})
	require.Equal(t, map[string]any{"args": map[string]any{"started": []any{"a", "b"}}},
		tg.send("PUT", "/rpc/dispatcher", "admin:secret", `{"action":"run","b":"echo b","a":"nosuch"}`).json(t))
	require.Equal(t, map[string]any{"args": map[string]any{"started": []any{}}},
		tg.send("PUT", "/rpc/dispatcher", "admin:secret", `{"action":"run"}`).json(t))
}

// A job that runs a command twice gets the output of both runs. A command named
// like a member of the event causes no error.
func TestCommandsOfOneName(t *testing.T) {
	c := start(t, server.Options{Runner: host, JobRunner: programs{}}).dial("admin")
	c.events("subscribe", `"dispatcher"`)
	c.dispatch(`{"action":"run","j":["echo a","echo a","state"]}`)
	_, events := c.until(`"state":"finished"`)
	details := timeless(t, events[2]["process_details"].(map[string]any), "time_started", "time_finished")
	require.Equal(t, map[string]any{"process_id": "j", "state": "finished", "cmd_list": []any{"echo a", "echo a", "state"},
		"echo a": "a\na\n", "return_codes/echo a": "0", "return_codes/state": "-1", "reason": "there is no such program"}, details)
	require.Equal(t, "rpc/dispatcher", events[2]["event_system"])
}

func TestListAndKill(t *testing.T) {
	c := start(t, server.Options{Runner: host, JobRunner: programs{}, Limits: server.Limits{ShutdownTimeout: 1}}).dial("admin")
	ask := func(args string) any { c.dispatch(args); return c.receive()["args"] }
	require.Equal(t, map[string]any{"jobs": map[string]any{}}, ask(`{"action":"list"}`))
	ask(`{"action":"run","sysadm_iocage_1":"wait","sysadm_iocage_2":"wait","a":["wait","echo"]}`)
	require.Equal(t, map[string]any{"jobs": map[string]any{
		"iocage_queue": map[string]any{
			"sysadm_iocage_1": map[string]any{"commands": []any{"wait"}, "queue_position": "0", "state": "running"},
			"sysadm_iocage_2": map[string]any{"commands": []any{"wait"}, "queue_position": "1", "state": "pending"},
		},
		"no_queue": map[string]any{"a": map[string]any{"commands": []any{"wait", "echo"}, "queue_position": "0", "state": "running"}},
	}}, ask(`{"action":"list"}`))

	c.events("subscribe", `"dispatcher"`)
	c.dispatch(`{"action":"kill","job_id":["sysadm_iocage_2","nosuch"]}`)
	replies, events := c.until(`"killed"`)
	require.Equal(t, map[string]any{"killed": map[string]any{"jobs": []any{"sysadm_iocage_2"}}}, replies[0]["args"])
	require.Equal(t, "it was killed before it ran", events[0]["process_details"].(map[string]any)["reason"])
	c.dispatch(`{"action":"kill","job_id":"a"}`)
	_, events = c.until(`"state":"finished"`)
	require.Equal(t, map[string]any{"process_id": "a", "state": "finished", "cmd_list": []any{"wait", "echo"},
		"wait": "", "return_codes/wait": "-1", "reason": "it was killed"},
		timeless(t, events[len(events)-1]["process_details"].(map[string]any), "time_started", "time_finished"))

	for _, args := range []string{`{"action":"kill"}`, `{"action":"kill","job_id":5}`, `{"action":"kill","job_id":[]}`, `{"action":"kill","job_id":[null,1]}`, `{"action":"stop"}`, `["run"]`} {
		require.Equal(t, "error", c.ask(`{"namespace":"rpc","name":"dispatcher","id":"d","args":` + args + `}`)["name"], args)
	}
}

func TestRefusedJobs(t *testing.T) {
	tg := start(t, server.Options{Runner: host, JobRunner: programs{}, Limits: server.Limits{MaxJobs: 1, MaxWaitingJobs: 1, ShutdownTimeout: 1}})
	message := func(args string) any {
		c := tg.dial("admin")
		c.dispatch(args)
		return c.receive()["args"].(map[string]any)["message"]
	}
	for _, job := range []string{`5`, `null`, `{}`, `""`, `[]`, `["echo",1]`, `["echo"," "]`, `["echo",["x"]]`} {
		require.Equal(t, `Bad Request: the job "j" must be a command, or an array of commands`, message(`{"action":"run","a":"echo","j":`+job+`}`), job)
	}
	require.Contains(t, message(`{"action":"run","a b":"echo"}`), "Bad Request: malformed job: a job's id must be letters")
	require.Nil(t, message(`{"action":"run","a":"wait"}`))
	require.Equal(t, "Bad Request: the job exists: a waits or runs already", message(`{"action":"run","a":"echo"}`))
	require.Nil(t, message(`{"action":"run","b":"wait"}`))
	require.Equal(t, "Too Many Requests: too many jobs: 1 wait already, and 1 may", message(`{"action":"run","c":"echo"}`))
	require.Equal(t, 429, tg.send("PUT", "/rpc/dispatcher", "admin:secret", `{"action":"run","c":"echo"}`).StatusCode)
}

// A message without args is its own arguments; the members of its envelope are
// not jobs.
func TestRunWithoutArgs(t *testing.T) {
	c := start(t, server.Options{Runner: host, JobRunner: programs{}}).dial("admin")
	require.Equal(t, map[string]any{"started": []any{"j"}},
		c.ask(`{"namespace":"rpc","name":"dispatcher","id":"x","action":"run","j":"echo"}`)["args"])
	require.Equal(t, map[string]any{"started": []any{"id"}},
		c.ask(`{"namespace":"rpc","name":"dispatcher","id":"x","args":{"action":"run","id":"echo"}}`)["args"])
}

func TestWhoMayRunJobs(t *testing.T) {
	mode := func(tg *target, user string) any {
		return tg.send("PUT", "/rpc/query", user+":secret", "").json(t)["args"].(map[string]any)["rpc/dispatcher"]
	}
	run := func(tg *target, user, command string) (int, any) {
		r := tg.send("PUT", "/rpc/dispatcher", user+":secret", `{"action":"run","j":"`+command+`"}`)
		return r.StatusCode, r.json(t)["args"].(map[string]any)["message"]
	}
	on := start(t, server.Options{Runner: host, JobRunner: programs{}})
	require.Equal(t, "read/write", mode(on, "admin"))
	require.Equal(t, "read", mode(on, "otto"))
	code, message := run(on, "otto", "echo")
	require.Equal(t, 403, code)
	require.Equal(t, "Forbidden: this needs full access: a user of the group wheel", message)
	require.Equal(t, 403, on.send("PUT", "/rpc/dispatcher", "otto:secret", `{"action":"kill","job_id":"j"}`).StatusCode)
	require.Equal(t, 200, on.send("PUT", "/rpc/dispatcher", "otto:secret", `{"action":"list"}`).StatusCode)

	off := start(t, server.Options{Runner: host, JobRunner: programs{}, RefuseJobs: true})
	require.Equal(t, "read", mode(off, "admin"))
	code, message = run(off, "admin", "echo")
	require.Equal(t, 403, code)
	require.Equal(t, "Forbidden: this server runs no jobs", message)

	some := start(t, server.Options{Runner: host, JobRunner: programs{}, JobPrograms: []string{"echo"}})
	code, _ = run(some, "admin", "echo x")
	require.Equal(t, 200, code)
	code, message = run(some, "admin", "rm x")
	require.Equal(t, 403, code)
	require.Equal(t, `Forbidden: not allowed here: "rm" is not among the programs that may be run: echo`, message)
}

// A stopping server lets jobs finish, and interrupts those that take too long.
func TestJobsOfAStoppingServer(t *testing.T) {
	tg := start(t, server.Options{Runner: host, JobRunner: programs{}, Limits: server.Limits{ShutdownTimeout: 1}})
	require.Equal(t, 200, tg.send("PUT", "/rpc/dispatcher", "admin:secret", `{"action":"run","j":"wait"}`).StatusCode)
	require.NoError(t, tg.stop())
}

func TestJobsAsTheOriginal(t *testing.T) {
	c := start(t, server.Options{Runner: host, JobRunner: programs{}, Compat: edition.Reference}).dial("admin")
	c.events("subscribe", `["dispatcher"]`)
	require.Equal(t, map[string]any{"subscribe": "dispatcher"}, c.receive()["args"])
	tests := []struct {
		job, log, success string
		commands          []any
	}{
		{`["echo one","echo two"]`, "[Running Command: echo one ]one\n\n[Running Command: echo two ]two\n", "true", []any{"echo one", "echo two"}},
		{`["echo one","false","echo never"]`, "[Running Command: echo one ]one\n\n[Running Command: false ]\n[Command Failed: 1 ]", "false", []any{"echo one", "false", "echo never"}},
		{`[7,true,["echo"],{},null]`, "[Running Command: 7 ]\n[Command Failed: -1 ]", "false", []any{"7", "true", "", "", ""}},
		{`""`, "[Running Command:  ]\n[Command Failed: -1 ]", "false", []any{""}},
	}
	for _, test := range tests {
		c.dispatch(`{"action":"run","j":` + test.job + `,"n":5,"o":{},"z":null}`)
		replies, events := c.until(`"proc_id"`)
		if len(replies) == 0 {
			replies = []map[string]any{c.receive()}
		}
		require.Equal(t, map[string]any{"started": []any{"j"}}, replies[0]["args"])
		require.Equal(t, map[string]any{"process_id": "j", "state": "running"}, events[0])
		require.Equal(t, map[string]any{"proc_id": "j", "cmd_list": test.commands, "log": test.log, "success": test.success},
			timeless(t, events[1], "time_started", "time_finished"))
		require.Len(t, events, 2)
	}
	for _, action := range []string{"list", "kill", "nosuch"} {
		require.Equal(t, "error", c.ask(`{"namespace":"rpc","name":"dispatcher","id":"d","args":{"action":"` + action + `","job_id":"j"}}`)["name"])
	}
	c.dispatch(`{"action":"run","e":[]}`)
	_, events := c.until(`"proc_id"`)
	require.Equal(t, map[string]any{"proc_id": "e", "cmd_list": []any{}, "log": "", "success": "true", "time_started": ""},
		timeless(t, events[len(events)-1], "time_finished"))
}
