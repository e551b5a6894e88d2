package fakeiocage

import (
	"context"
	"path/filepath"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/calls"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/recent"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// A Host is an imitated host. All its methods may be called at the same time.
type Host struct {
	store  program.Store
	files  filer // beside it
	calls  callLog
	folder *store.Folder // nil: in memory
	known  *known        // nil: in a folder

	// faults are those of the environment, besides those that were added.
	faults FaultSet

	leverLog leverLog
}

// NewHost returns a host in memory, in the state that the seed describes.
func NewHost(seed Seed) (*Host, error) {
	h, err := seed.host()
	if err != nil {
		return nil, err
	}
	memory := store.NewMemory(h)
	return &Host{store: memory, files: memory, calls: &calls.Memory{}, known: newKnown(memory)}, nil
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
	return &Host{
		store: folder, files: folder, folder: folder, calls: calls.NewFile(filepath.Join(dir, callsFile)),
		leverLog: leverLog{file: recent.File(filepath.Join(dir, leverLogFile))},
	}, nil
}

// initialHost is the host of a new folder.
func initialHost() *host.Host {
	h, err := DefaultSeed().host()
	if err != nil {
		panic("fakeiocage: DefaultSeed is not a seed: " + err.Error())
	}
	return h
}

// Reset replaces the state of the host with that of the seed, at once. Clock,
// faults, snapshots and calls stay.
func (h *Host) Reset(seed Seed) error {
	if err := h.replace(seed); err != nil {
		return err
	}
	h.leverLog.add("reset")
	return nil
}

func (h *Host) replace(seed Seed) error {
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

// Describe returns the present state as a seed. A new host made from that seed
// is the same.
func (h *Host) Describe() (seed Seed, err error) {
	err = h.store.View(context.Background(), func(h *host.Host) error {
		seed = describe(h)
		return nil
	})
	return seed, err
}

// Close ends the use of the host. Every change is complete when the run that
// made it returns. Close waits at most five seconds for locks of a folder that
// a run gave up on.
func (h *Host) Close() error {
	if h.folder == nil {
		return nil
	}
	return h.folder.Close()
}
