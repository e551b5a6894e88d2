package judge

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/schemas"
)

var cmdEnds = Cmd{
	Name: "ends", Args: "JOB COMMAND=NUMBER|failed|unrun...",
	Text:  "waits for the dispatcher events about a job until it is finished. They are valid and come in the order pending, running, finished; those before the last may be missing or repeated. The end is not earlier than the beginning, and the job has not lasted longer than the check. Each named command, or with * each command, ended with this code, failed (with any code but 0), or was not run (unrun). The last event becomes the last reply.",
	least: 2, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		j.awaitEnd(args[0])
		for _, expected := range args[1:] {
			cut := strings.LastIndex(expected, "=")
			if cut < 0 {
				ts.Fatalf("cannot read %q: write COMMAND=CODE", expected)
			}
			for _, command := range j.commandsNamed(expected[:cut]) {
				j.ended(command, expected[cut+1:])
			}
		}
	},
}

// jobStates are the states of a job, in their order.
var jobStates = []string{"pending", "running", "finished"}

// commandsNamed are the commands of the job in the last reply that a word means: one
// by its name, or all by *.
func (j *judge) commandsNamed(word string) []string {
	if word != "*" {
		return []string{word}
	}
	var commands []string
	for name := range j.jobDetails() {
		if command, isCode := strings.CutPrefix(name, "return_codes/"); isCode {
			commands = append(commands, command)
		}
	}
	for _, log := range j.places("/args/log") {
		for _, m := range commandInLog.FindAllStringSubmatch(document.Scalar(log.Value), -1) {
			commands = append(commands, m[1])
		}
	}
	if len(commands) == 0 {
		j.differ("/args", "return_codes of the commands", showReply(j.last), "the end of a job does not tell how its commands ended")
	}
	return commands
}

// awaitEnd waits until a job is finished, and for nothing out of order.
func (j *judge) awaitEnd(job string) {
	for at := 0; at < len(jobStates)-1; {
		j.answer("", j.awaitEvent("dispatcher", job))
		j.valid("dispatcher.event."+WebSocket, schemas.Lenient)
		got := "finished" // the original server tells that by another member
		if places := j.places("/args/state"); len(places) == 1 {
			got = document.Scalar(places[0].Value)
		}
		next := slices.Index(jobStates, got)
		if next < at {
			j.differ("/args/state", strings.Join(jobStates[at:], " or "), got, "the states of a job are out of order")
		}
		at = next
	}
	j.timesInOrder()
}

// rounding is by how much two times are wrong of which one is told in whole seconds.
const rounding = time.Second

// timesInOrder ends the check if the last reply tells of an end before the beginning, or
// of a job that has lasted longer than the check: then its times are of two clocks or
// zones, or of two jobs.
func (j *judge) timesInOrder() {
	details := j.jobDetails()
	began, ended := document.Scalar(details["time_started"]), document.Scalar(details["time_finished"])
	from, isTime := readMoment(began)
	to, too := readMoment(ended)
	switch lasted := to.Sub(from.Time); {
	case !isTime || !too || from.zoned != to.zoned:
	case lasted <= -rounding, lasted < 0 && len(began) == len(ended):
		j.differ("/args", "time_finished at or after "+began, ended, "a job ended before it began")
	case lasted > time.Since(j.began)+2*rounding:
		j.differ("/args", "time_finished soon after "+began, ended, "a job lasted longer than the check that has started it")
	}
}

// ended ends the check unless a command of the job in the last reply ended so.
func (j *judge) ended(command, expected string) {
	got := j.codeOf(command)
	number, err := strconv.Atoi(got)
	if got != expected && !(expected == "failed" && err == nil && number != 0) {
		j.differ("/args", fmt.Sprintf("%q: %s", command, expected), fmt.Sprintf("%q: %s", command, got), "a command of the job ended in another way")
	}
}

// codeOf is the code with which a command ended, or unrun.
func (j *judge) codeOf(command string) string {
	if log := j.places("/args/log"); len(log) == 1 {
		return codeInLog(document.Scalar(log[0].Value), command)
	}
	code, run := j.jobDetails()["return_codes/"+command]
	if !run {
		return "unrun"
	}
	return document.Scalar(code)
}

var commandInLog = regexp.MustCompile(`(?m)^\[Running Command: (.*) \]`)

// codeInLog reads the code of a command off the log that the original server
// sends. It tells of a failure at the end of the last command's output.
func codeInLog(log, command string) string {
	_, after, run := strings.Cut(log, "[Running Command: "+command+" ]")
	if !run {
		return "unrun"
	}
	output, _, _ := strings.Cut(after, "\n[Running Command: ")
	_, code, failed := strings.Cut(output, "\n[Command Failed: ")
	if !failed {
		return "0"
	}
	return strings.TrimSuffix(code, " ]")
}

// jobDetails is where an event tells of commands: in process_details, or
// beside the state, as the last server of the original project has it.
func (j *judge) jobDetails() map[string]any {
	details := map[string]any{}
	for _, path := range []string{"/args", "/args/process_details"} {
		for _, p := range j.places(path) {
			members, _ := p.Value.(map[string]any)
			maps.Copy(details, members)
		}
	}
	return details
}
