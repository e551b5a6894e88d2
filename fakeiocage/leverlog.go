package fakeiocage

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A leverLog tells that a lever was used or a fault struck, so that nobody takes
// it for a defect of what is tested.
type leverLog struct {
	mu  sync.Mutex
	out io.Writer // nil: nobody wants to know
}

// LogLevers writes a line to w whenever a lever of this Host is used or a fault
// strikes.
func (h *Host) LogLevers(w io.Writer) {
	h.leverLog.mu.Lock()
	defer h.leverLog.mu.Unlock()
	h.leverLog.out = w
}

func (l *leverLog) add(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.out == nil {
		return
	}
	moment := time.Now().UTC().Format(time.RFC3339)
	_, _ = fmt.Fprintf(l.out, "%s lever: %s\n", moment, fmt.Sprintf(format, args...))
}
