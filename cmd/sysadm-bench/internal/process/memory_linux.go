package process

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// Memory is how many bytes of a process are in the machine's memory.
func Memory(pid int) (int64, error) { return told(pid, "VmRSS") }

// peak is the most that it ever was. What getrusage(2) tells begins with that of the
// parent.
func peak(pid int) (int64, error) { return told(pid, "VmHWM") }

// told is a size that proc(5) tells of a process.
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
