package fidelity

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// askMachine describes the pools, the release and the host id of the present
// machine. It changes nothing there.
func askMachine(ctx context.Context) (fakeiocage.Seed, error) {
	pools, err := command(ctx, "zpool", "list", "-H", "-o", "name,comment").Output()
	if err != nil {
		return fakeiocage.Seed{}, fmt.Errorf("cannot describe the host by `zpool list`: %w: describe it in a file and give it with --host", err)
	}
	seed := fakeiocage.Seed{Version: 1, Pools: []string{}, Comments: map[string]string{}}
	for line := range strings.Lines(string(pools)) {
		name, comment, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		seed.Pools = append(seed.Pools, name)
		if comment == "iocage" && seed.Active == "" {
			seed.Active = name
		} else if comment != "-" && comment != "" {
			seed.Comments[name] = comment
		}
	}
	if release, err := command(ctx, "uname", "-r").Output(); err == nil {
		seed.Uname = strings.TrimSpace(string(release))
	}
	if id, err := os.ReadFile("/etc/hostid"); err == nil {
		seed.HostID = strings.TrimSpace(string(id))
	}
	return seed, nil
}

// exitStatus is the status of a process as a shell shows it.
func exitStatus(s *os.ProcessState) int {
	if w, ok := s.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return 128 + int(w.Signal())
	}
	return s.ExitCode()
}
