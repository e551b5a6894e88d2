package process

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// Usage is what a program used until it ended.
type Usage struct {
	Took time.Duration // from its start to its end
	CPU  time.Duration // in the program and the system, with all children it waited for
	Peak int64         // most bytes it had in memory at once
}

func usage(state *os.ProcessState) Usage {
	u := Usage{CPU: state.UserTime() + state.SystemTime()}
	if r, ok := state.SysUsage().(*syscall.Rusage); ok {
		u.Peak = int64(r.Maxrss) * maxrssUnit
	}
	return u
}

// maxrssUnit is that of getrusage(2): KiB, but for macOS.
var maxrssUnit = map[bool]int64{false: 1024, true: 1}[runtime.GOOS == "darwin"]
