package fakeiocage

import (
	"context"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/cli"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// A Host is an imitated host. All its methods may be called at the same time.
type Host struct {
	store  cli.Store
	folder *store.Folder // nil: in memory
}

// NewHost returns a host in memory, in the state that the seed describes.
func NewHost(seed Seed) (*Host, error) {
	h, err := seed.host()
	if err != nil {
		return nil, err
	}
	return &Host{store: store.NewMemory(h)}, nil
}

// OpenHost returns the host in the folder, which other processes may use at
// the same time. A new one is made from DefaultSeed.
func OpenHost(dir string) (*Host, error) { return openHost(dir, 0) }

func openHost(dir string, lockTimeout time.Duration) (*Host, error) {
	folder, err := store.OpenFolder(dir, initialHost)
	if err != nil {
		return nil, err
	}
	folder.LockTimeout = lockTimeout
	return &Host{store: folder, folder: folder}, nil
}

// initialHost is the host of a new folder.
func initialHost() *host.Host {
	h, err := DefaultSeed().host()
	if err != nil {
		panic("fakeiocage: DefaultSeed is not a seed: " + err.Error())
	}
	return h
}

// Run runs the command once on the host and returns its exit status. A run that
// waits, for another process or in a fetch, ends when the context does.
func (h *Host) Run(ctx context.Context, args []string, env Env) int {
	return cli.Run(ctx, h.store, args, cli.Env(env.complete()))
}

// Reset replaces the whole state by that of the seed, at once.
func (h *Host) Reset(seed Seed) error {
	fresh, err := seed.host()
	if err != nil {
		return err
	}
	return h.store.Update(context.Background(), func(old *host.Host) error {
		*old = *fresh
		old.Link()
		return nil
	})
}

// Describe returns the present state as a seed: a new host of that seed is the
// same.
func (h *Host) Describe() (seed Seed, err error) {
	err = h.store.View(context.Background(), func(h *host.Host) error {
		seed = describe(h)
		return nil
	})
	return seed, err
}

// Close ends the use of the host. Every change is complete when the run that
// made it returns; Close waits, for at most five seconds, for locks of a folder
// that a run gave up on.
func (h *Host) Close() error {
	if h.folder == nil {
		return nil
	}
	return h.folder.Close()
}
