package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// DefaultLockTimeout is how long a Folder waits for its lock.
const DefaultLockTimeout = 60 * time.Second

// A Folder stores a host in the file host.db, in a folder that other processes
// use at the same time. Every change is one transaction: when Update returns,
// all of it is on the disk, or none.
type Folder struct {
	// LockTimeout bounds the wait for other processes; zero: DefaultLockTimeout.
	LockTimeout time.Duration

	dir     string
	initial func() *host.Host
	waiting sync.WaitGroup
}

// OpenFolder returns the store in the folder, which it makes if it is missing.
// A new store is written at its first use and begins with the initial host.
func OpenFolder(dir string, initial func() *host.Host) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the state folder: %w: choose another one with FAKEIOCAGE_STATE", err)
	}
	return &Folder{dir: dir, initial: initial}, nil
}

// View calls fn with the last committed host. Changes that fn makes are lost.
func (f *Folder) View(ctx context.Context, fn func(*host.Host) error) error {
	refused, err := f.read(ctx, fn)
	if errors.Is(err, errNew) {
		if err := f.Update(ctx, func(*host.Host) error { return nil }); err != nil {
			return err
		}
		refused, err = f.read(ctx, fn)
	}
	if err != nil {
		return f.explain("read", err)
	}
	return refused
}

// read keeps errors of fn apart from those of the store.
func (f *Folder) read(ctx context.Context, fn func(*host.Host) error) (refused, err error) {
	err = f.transact(ctx, false, func(tx *bolt.Tx) error {
		h, _, err := load(tx, false)
		if err != nil {
			return err
		}
		refused = protect(func() error { return fn(h) })
		return nil
	})
	return refused, err
}

// Update calls fn to change the host. If Update returns nil, the change is on
// the disk. An error of fn is returned as it is, and nothing has changed.
func (f *Folder) Update(ctx context.Context, fn func(*host.Host) error) error {
	var refused error
	err := f.transact(ctx, true, func(tx *bolt.Tx) error {
		h, loaded, err := f.loadOrMake(tx)
		if err != nil {
			return err
		}
		if refused = protect(func() error { return fn(h) }); refused != nil {
			return refused
		}
		return save(tx, h, loaded)
	})
	if refused != nil {
		return refused
	}
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return f.explain("change", err)
}

func (f *Folder) loadOrMake(tx *bolt.Tx) (h *host.Host, loaded []*host.Pool, err error) {
	h, loaded, err = load(tx, true)
	if errors.Is(err, errNew) {
		return f.initial(), nil, nil
	}
	return h, loaded, err
}

func (f *Folder) path() string { return filepath.Join(f.dir, "host.db") }

// explain says in one sentence what is wrong and what to do. It wraps the
// reason, because callers that only count calls continue where nothing can be
// written.
func (f *Folder) explain(verb string, err error) error {
	if err == nil {
		return nil
	}
	advice := "move " + f.path() + " away, or choose another folder with FAKEIOCAGE_STATE"
	switch {
	case errors.Is(err, errTimeout):
		advice = "end the process that uses it, or raise FAKEIOCAGE_LOCK_TIMEOUT"
	case errors.Is(err, context.Canceled):
		advice = "nothing was changed"
	case ReadOnly(err):
		advice = "give yourself the right to it, or choose another folder with FAKEIOCAGE_STATE"
	case isFull(err):
		advice = "nothing was changed: free some space, or raise the limit of the size of files, and try again"
	}
	return fmt.Errorf("cannot %s the host in %s: %w: %s", verb, f.dir, err, advice)
}
