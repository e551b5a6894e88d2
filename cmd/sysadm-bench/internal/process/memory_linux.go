package process

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// Memory returns the resident memory of a process, in bytes.
func Memory(pid int) (int64, error) { return told(pid, "VmRSS") }

// peak returns the greatest resident memory of a process. The value of
// getrusage(2) would include that of the parent before exec.
func peak(pid int) (int64, error) { return told(pid, "VmHWM") }

// told returns a size of a process from proc(5).
func told(pid int, name string) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("cannot tell the memory of a process: %w", err)
	}
	_, after, _ := bytes.Cut(status, []byte("\n"+name+":"))
	words := bytes.Fields(after)
	if len(words) < 2 || string(words[1]) != "kB" {
		return 0, fmt.Errorf("cannot tell the memory of process %d: its status has no %s", pid, name)
	}
	kib, err := strconv.ParseInt(string(words[0]), 10, 64)
	return kib * 1024, err
}
