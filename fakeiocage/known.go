package fakeiocage

import (
	"strings"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// Printed is what a run of the command printed, and its exit status.
type Printed struct {
	// Stdout and Stderr are everybody's: nobody may change them.
	Stdout, Stderr []byte
	ExitCode       int
}

// Known returns what Run would print now, if a run has printed it before and
// nothing has happened to the host since. The call is made at once, and is
// written down like any other. Only of a host in memory is anything known.
func (h *Host) Known(args []string, env Env) (Printed, bool) {
	if h.known == nil {
		return Printed{}, false
	}
	r := run{host: h, args: args, env: env.complete(), began: time.Now()}
	a, found := h.known.find(r.line())
	if !found {
		return Printed{}, false
	}
	r.now = a.clock.At(r.env.Now())
	return a.Printed, r.record(&a.ExitCode) == nil
}

// mostKnown is how much a host keeps of what was printed, in bytes: a list of
// forty thousand jails has room.
const mostKnown = 4 << 20

// known are the answers of a host in memory that hold as long as nothing happens
// to it.
type known struct {
	host *store.Memory

	mu      sync.Mutex
	changes uint64 // of the host, when the answers were given
	answers map[string]answer
	size    int
}

// An answer is what a command printed, and the clock by which it ran.
type answer struct {
	Printed
	clock Clock
}

func newKnown(host *store.Memory) *known { return &known{host: host, answers: map[string]answer{}} }

func (k *known) find(line string) (answer, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changes != k.host.Changes() {
		return answer{}, false
	}
	a, found := k.answers[line]
	return a, found
}

// keep takes an answer that was given after so many changes, unless there have
// been others since.
func (k *known) keep(line string, a answer, changes uint64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if changes != k.host.Changes() {
		return
	}
	size := len(line) + len(a.Stdout) + len(a.Stderr)
	if changes != k.changes || k.size+size > mostKnown {
		k.changes, k.size = changes, 0
		clear(k.answers)
	}
	if size <= mostKnown {
		k.answers[line] = a
		k.size += size
	}
}

// line is everything that the answer of a steady command depends on, the host
// apart.
func (r *run) line() string {
	return strings.Join(append([]string{r.user(), r.dialect(), r.env.Getenv("RC_PID")}, r.args...), "\x00")
}
