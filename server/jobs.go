package server

import (
	"path/filepath"

	"github.com/sysadm-go/sysadm/server/internal/job"
)

// jobsFile is the file in StateDir from which jobs are remembered.
const jobsFile = "jobs.json"

// JobRunner runs the commands of rpc/dispatcher: programs of this host, or
// simulated ones.
type JobRunner = job.Runner

// newJobs returns the dispatcher of a server whose state folder exists. Without
// a JobRunner the programs of this host run.
func newJobs(o Options, programs job.Exec, tell func(job.Job)) *job.Dispatcher {
	runner := o.JobRunner
	if runner == nil {
		runner = programs
	}
	return job.New(job.Options{
		Runner:  runner,
		Journal: filepath.Join(o.StateDir, jobsFile),
		Tell:    tell,
		AtOnce:  o.MaxJobs,
		Waiting: o.MaxWaitingJobs,
		Kept:    o.MaxEndedJobs,
		Output:  o.MaxJobOutput,
		Timeout: o.JobTimeout,
		Grace:   o.JobGrace,
		Logger:  o.Logger,
	})
}
