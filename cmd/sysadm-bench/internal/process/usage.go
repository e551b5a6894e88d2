package process

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// Usage is what a program used in total.
type Usage struct {
	Took time.Duration // from its start to its end
	CPU  time.Duration // user and system, with all children that it waited for
	Peak int64         // greatest resident memory, in bytes
}

func usage(state *os.ProcessState) Usage {
	u := Usage{CPU: state.UserTime() + state.SystemTime()}
	if r, ok := state.SysUsage().(*syscall.Rusage); ok {
		u.Peak = int64(r.Maxrss) * maxrssUnit
	}
	return u
}

// maxrssUnit is the unit of getrusage(2): KiB, except on macOS.
var maxrssUnit = map[bool]int64{false: 1024, true: 1}[runtime.GOOS == "darwin"]
