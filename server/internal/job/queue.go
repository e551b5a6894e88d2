package job

import "strings"

// A queue is a line of jobs, chosen by the prefix of a job's id.
type queue struct {
	name, prefix string
	oneAtATime   bool
}

// queues are the documents' ("List Processes", 2017-06-05). A job goes to the
// first whose prefix matches.
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
