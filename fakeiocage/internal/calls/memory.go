package calls

import (
	"slices"
	"sync"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/recent"
)

// Most is how many calls a Memory keeps.
const Most = 10000

// A Memory keeps the last calls of a host in memory: Most of them, with at most about
// recent.MostBytes of words, and then forgets the older half. Its methods may be
// called at the same time.
type Memory struct {
	mu           sync.Mutex
	older, newer []Call // at most Most/2 of each
	bytes        int    // of the words of newer
}

// Append adds a call.
func (m *Memory) Append(c Call) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.newer) == Most/2 || m.bytes >= recent.MostBytes/2 {
		clear(m.older) // frees their words
		m.older, m.newer, m.bytes = m.newer, m.older[:0], 0
	}
	m.newer = append(m.newer, c)
	for _, word := range c.Args {
		m.bytes += len(word)
	}
	return nil
}

// Read returns the calls that are kept, the oldest first.
func (m *Memory) Read() ([]Call, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Concat(m.older, m.newer), nil
}

// Clear forgets all calls.
func (m *Memory) Clear() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.older, m.newer, m.bytes = nil, nil, 0
	return nil
}
