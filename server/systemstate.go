package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/systemstate"
	"github.com/sysadm-go/sysadm/server/internal/zpool"
)

// watchHost reports the state of the host to subscribers until ctx ends. The
// returned function waits until it has stopped.
func (s *Server) watchHost(ctx context.Context) (wait func()) {
	w := &systemstate.Watcher{
		Hostname: os.Hostname,
		Pools:    s.pools,
		Publish:  s.publishState,
		Look:     s.options.SystemStateLook,
		Every:    s.options.SystemStateEvery,
		Logger:   s.options.Logger,
	}
	if s.options.SystemStateAtStart {
		w.LookNow(ctx)
	}
	var watching sync.WaitGroup
	watching.Go(func() { w.Run(ctx) })
	return watching.Wait
}

func (s *Server) publishState(state systemstate.State) {
	if err := s.events.PublishState(event.SystemState, state); err != nil {
		s.options.Logger.Error("cannot report the system's state", "reason", err)
	}
}

// pools returns the host's pools. If zpool is missing, or fails because the
// kernel lacks ZFS, the host has no pools.
func (s *Server) pools(ctx context.Context) ([]zpool.Pool, error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.CommandTimeout)
	defer cancel()
	out, err := s.options.ZPool.Run(ctx, "list")
	switch {
	case errors.Is(err, iocage.ErrNotInstalled):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("cannot run zpool list: %v", err)
	case out.ExitCode != 0:
		s.options.Logger.Debug("zpool list failed", "status", out.ExitCode, "stderr", string(out.Stderr))
		return nil, nil
	}
	return zpool.Parse(string(out.Stdout))
}
