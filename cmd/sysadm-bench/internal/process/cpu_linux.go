package process

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// tick is the unit of times in /proc, on all machines that Go knows.
const tick = 10 * time.Millisecond

// CPU returns the processor time that a process has used so far, in user and
// system mode, without its children. The error is errors.ErrUnsupported where
// the system does not report it.
func CPU(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("cannot tell what a process uses: %w", err)
	}
	_, after, _ := bytes.Cut(stat, []byte(") ")) // after the program's name
	fields := bytes.Fields(after)
	const utime, stime = 11, 12 // proc(5)
	if len(fields) <= stime {
		return 0, fmt.Errorf("cannot tell what process %d uses: its stat is short", pid)
	}
	ticks := 0
	for _, field := range fields[utime : stime+1] {
		n, err := strconv.Atoi(string(field))
		if err != nil {
			return 0, fmt.Errorf("cannot tell what process %d uses: %w", pid, err)
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, nil
}
