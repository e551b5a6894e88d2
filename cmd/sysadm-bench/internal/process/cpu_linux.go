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

// CPU is the time of the processor that a process has used so far, in the program
// and the system, without its children. errors.ErrUnsupported: it is not known on
// this system.
func CPU(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("cannot tell what a process uses: %w", err)
	}
	_, after, _ := bytes.Cut(stat, []byte(") ")) // behind the program's name
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
