// Package store keeps an imitated host, in memory or in a folder that any
// number of processes share, and gives access to read or change it.
package store

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// Memory keeps a host in memory. Its methods may be called at the same time.
type Memory struct {
	mu      sync.RWMutex
	host    *host.Host
	files   map[string][]byte
	changes atomic.Uint64
}

// NewMemory returns a store of the host, which must not be used otherwise from
// now on.
func NewMemory(h *host.Host) *Memory {
	h.Index()
	return &Memory{host: h, files: map[string][]byte{}}
}

// Changes counts the attempts to change the host or a file beside it. While it
// stays the same, so do they.
func (m *Memory) Changes() uint64 { return m.changes.Load() }

// View calls fn with the host, which fn must not change.
func (m *Memory) View(_ context.Context, fn func(*host.Host) error) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return fn(m.host)
}

// Update calls fn to change the host. If fn returns an error, Update returns it
// and nothing has changed.
func (m *Memory) Update(_ context.Context, fn func(*host.Host) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.changes.Add(1)
	draft := m.host.Draft()
	if err := fn(draft); err != nil {
		return err
	}
	m.host.Accept(draft)
	return nil
}
