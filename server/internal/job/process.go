package job

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A process is one line of ps(1).
type process struct {
	id, group int
	started   time.Time
}

// psTimeout limits the time of ps.
const psTimeout = 5 * time.Second

// psTime is the layout of lstart in the C locale.
const psTime = "Mon Jan 2 15:04:05 2006"

// listProcesses returns the running processes of this host.
func listProcesses(ctx context.Context) ([]process, error) {
	ctx, cancel := context.WithTimeout(ctx, psTimeout)
	defer cancel()
	// One -o for each column, because a heading after = extends to the end of
	// the argument (POSIX, ps).
	cmd := exec.CommandContext(ctx, "ps", "-ax", "-o", "pid=", "-o", "pgid=", "-o", "stat=", "-o", "lstart=")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("cannot list processes: %v", err)
	}
	return parseProcesses(string(out), time.Local)
}

// parseProcesses parses the output of ps. Zombies do not count as running.
func parseProcesses(text string, zone *time.Location) ([]process, error) {
	var processes []process
	for line := range strings.Lines(text) {
		var p process
		var stat string
		words := strings.Fields(line)
		if _, err := fmt.Sscan(line, &p.id, &p.group, &stat); err != nil || len(words) != 8 {
			return nil, fmt.Errorf("cannot read a line of ps: %q", line)
		}
		started, err := time.ParseInLocation(psTime, strings.Join(words[3:], " "), zone)
		if err != nil {
			return nil, fmt.Errorf("cannot read a time of ps: %v", err)
		}
		if p.started = started; !strings.HasPrefix(stat, "Z") {
			processes = append(processes, p)
		}
	}
	return processes, nil
}

// survives reports whether a process group that began at that time still runs,
// and its number has not been given to another since. Its first process
// decides: the system does not reuse a number that still names a group. If that
// process has ended, the host must not have been restarted since.
func survives(processes []process, group int, began time.Time) bool {
	const slack = 2 * time.Second // ps shows whole seconds
	found := false
	for _, p := range processes {
		switch {
		case p.id == group:
			return p.started.Sub(began).Abs() <= slack
		case p.id == 1 && p.started.After(began.Add(slack)):
			return false
		case p.group == group:
			found = true
		}
	}
	return found
}
