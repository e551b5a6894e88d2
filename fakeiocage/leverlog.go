package fakeiocage

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/recent"
)

// A leverLog records that a lever was used or a fault struck, so that the
// effect is not mistaken for a defect of the program under test.
type leverLog struct {
	mu   sync.Mutex
	file recent.File // in the state folder; empty: in memory
	out  io.Writer   // nil: only the file is written
}

// leverLogFile keeps the last lines in a state folder.
const leverLogFile = "levers.log"

// LogLevers writes a line to w whenever a lever of this Host is used or a fault
// strikes. In a state folder the lines also go to levers.log.
func (h *Host) LogLevers(w io.Writer) {
	h.leverLog.mu.Lock()
	defer h.leverLog.mu.Unlock()
	h.leverLog.out = w
}

func (l *leverLog) add(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := time.Now().UTC().Format(time.RFC3339) + " lever: " + fmt.Sprintf(format, args...) + "\n"
	if l.out != nil {
		_, _ = io.WriteString(l.out, line)
	}
	if l.file != "" {
		_ = l.file.Append([]byte(line)) // a log that cannot be written is no obstacle
	}
}
