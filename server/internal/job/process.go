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

// psTimeout ends a ps that hangs.
const psTimeout = 5 * time.Second

// psTime is how ps prints lstart in the locale C.
const psTime = "Mon Jan 2 15:04:05 2006"

// listProcesses returns the processes of this host that still run.
func listProcesses(ctx context.Context) ([]process, error) {
	ctx, cancel := context.WithTimeout(ctx, psTimeout)
	defer cancel()
	// One -o for each column: the text behind = goes on to the end of the word (POSIX, ps).
	cmd := exec.CommandContext(ctx, "ps", "-ax", "-o", "pid=", "-o", "pgid=", "-o", "stat=", "-o", "lstart=")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("cannot list processes: %v", err)
	}
	return parseProcesses(string(out), time.Local)
}

// parseProcesses reads what ps printed; zombies run no more.
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

// survives tells whether a process group that began at a time still runs, and
// not another that got its number later. The group's first process tells: a
// number is not given away as long as it names a group. Where that process is
// gone, the host must not have been started since.
func survives(processes []process, group int, began time.Time) bool {
	const slack = 2 * time.Second // ps counts in seconds
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
