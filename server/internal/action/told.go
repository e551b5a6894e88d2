package action

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// tellCommand shows who runs which program in which jail. It hides the
// program's arguments, which may contain passwords.
func tellCommand(args rpc.Args) map[string]string {
	told := rpc.Tell("jail", "user", "command")(args)
	if words := strings.Fields(told["command"]); len(words) > 1 {
		told["command"] = words[0] + " …"
	}
	return told
}

// tellJobs shows the ids of jobs and the programs that they run.
func tellJobs(args rpc.Args) map[string]string {
	told := map[string]string{}
	for id, command := range jobsIn(args) {
		commands, _ := looseCommands(command)
		told[id] = strings.Join(job.Programs(commands), ", ")
	}
	return told
}

func tellJobIDs(args rpc.Args) map[string]string {
	asked, _ := args.Member("job_id")
	ids, _ := textsIn(asked)
	return map[string]string{"job_id": strings.Join(ids, ", ")}
}

// plainProps are properties whose values describe a new jail and are not
// secret. Others, such as exec_start or notes, hold free text.
var plainProps = []string{
	"tag", "count", "release", "template", "type", "boot", "hostname", "host_hostname", "ip4_addr", "ip6_addr", "vnet",
}

// tellProps shows the jail, the names of the properties, and the plain values.
func tellProps(args rpc.Args) map[string]string {
	told := rpc.Tell("jail", "props", "switches")(args)
	words := strings.Fields(told["props"])
	for i, word := range words {
		name, _, found := strings.Cut(word, "=")
		switch {
		case !found: // the rest of a free text
			words[i] = "…"
		case !slices.Contains(plainProps, name):
			words[i] = name + "=…"
		}
	}
	if len(words) > 0 {
		told["props"] = strings.Join(words, " ")
	}
	return told
}
