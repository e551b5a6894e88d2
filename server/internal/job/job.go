// Package job runs long commands in named queues, tells whoever wants to know
// what becomes of them, and remembers them across a restart. It knows neither
// sockets nor JSON messages.
package job

import "time"

// A Job is the state of a job at one moment.
type Job struct {
	// ID is the client's own name for the job; it chooses the queue, too.
	ID string `json:"id"`

	// User is who had the job run.
	User string `json:"user,omitempty"`

	// Commands are run one after the other until one fails. Each is split by
	// commandline.Split.
	Commands []string `json:"commands"`

	State State `json:"state"`

	// Position is the job's place in its queue; 0 is running or next.
	Position int `json:"-"`

	// Started and Ended are zero where that has not happened.
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`

	// Process is the process group of the running command, and ProcessStarted
	// the start of its first process; zero if no process is known.
	Process        int       `json:"process,omitempty"`
	ProcessStarted time.Time `json:"process_started,omitzero"`

	// Reason says why the job did not end by itself; empty if it did.
	Reason string `json:"reason,omitempty"`

	// Results are those of the commands that were run, once the job has ended.
	Results []Result `json:"-"`
}

// Queue is the name of the job's queue.
func (j Job) Queue() string { return queueOf(j.ID).name }

// Succeeded reports whether every command was run and ended with status 0.
func (j Job) Succeeded() bool {
	for _, r := range j.Results {
		if r.Code != 0 {
			return false
		}
	}
	return j.State == Finished && j.Reason == "" && len(j.Results) == len(j.Commands)
}

// A Result is what became of one command.
type Result struct {
	// Output is what the command printed, on stdout and stderr in the order in
	// which it came. What of it was not kept is told in its first line.
	Output string

	// Code is the command's exit status; -1 if it did not start, was killed or
	// has not ended.
	Code int
}

// State is how far a job has got.
type State string

// The states of a job (documents of 2017-06-05, "Dispatcher"); the last is ours.
const (
	Pending  State = "pending"
	Running  State = "running"
	Finished State = "finished"

	// Interrupted is a job that waited or ran when the server ended. It is not
	// run again.
	Interrupted State = "interrupted"
)

func (j Job) alive() bool { return j.State == Pending || j.State == Running }
