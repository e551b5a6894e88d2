package job

import "strings"

// A queue is a line of jobs, chosen by how a job's id begins.
type queue struct {
	name, prefix string
	oneAtATime   bool
}

// queues are those of the documents ("List Processes", 2017-06-05); the first
// whose prefix fits takes a job.
var queues = []queue{
	{name: "pkg_queue", prefix: "sysadm_pkg", oneAtATime: true},
	{name: "iocage_queue", prefix: "sysadm_iocage", oneAtATime: true},
	{name: "no_queue"},
}

func queueOf(id string) queue {
	for _, q := range queues {
		if strings.HasPrefix(id, q.prefix) {
			return q
		}
	}
	panic("unreachable: the last queue takes every id")
}
