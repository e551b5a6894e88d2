package iocage_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// A stage is an iocage whose commands take time, and a diary of when they
// began. Its clock is that of a synctest bubble.
type stage struct {
	*iocage.Client
	began time.Time

	// jails maps names that iocage knows to uuids. Asking for one takes no time
	// and is not recorded.
	jails map[string]string

	// table is what list prints, at once; empty: list is like other commands.
	table string

	// lingers is how long a command takes to end after it is told to.
	lingers time.Duration

	mu    sync.Mutex
	takes map[string]time.Duration // by command name; a missing one takes a second
	diary []string                 // "2s start www", or "2s ended: start www" if it was ended
}

// onStage runs play in a bubble. Every request that it makes must be answered
// when it returns.
func onStage(t *testing.T, o iocage.Options, play func(*testing.T, *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{began: time.Now(), takes: map[string]time.Duration{}}
		s.Client = iocage.New(s, o)
		play(t, s)
	})
}

func (s *stage) Run(ctx context.Context, args ...string) (iocage.Output, error) {
	if args[0] == "get" && args[1] == "host_hostuuid" {
		if uuid, known := s.jails[args[2]]; known {
			return iocage.Output{Stdout: []byte(uuid + "\n")}, nil
		}
		return iocage.Output{Stderr: []byte("  ERROR: jail not found!\n"), ExitCode: 1}, nil
	}
	s.note(strings.Join(args, " "))
	if args[0] == "list" && s.table != "" {
		return iocage.Output{Stdout: []byte(s.table)}, nil
	}
	select {
	case <-time.After(s.duration(args[0])):
		return iocage.Output{Stdout: fmt.Appendf(nil, "Destroying: x\nSuccessfully created: x\npool: x\n%v\n", args)}, nil
	case <-ctx.Done():
		s.note("ended: " + strings.Join(args, " "))
		time.Sleep(s.lingers)
		return iocage.Output{}, ctx.Err()
	}
}

func (s *stage) duration(command string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d, set := s.takes[command]; set {
		return d
	}
	return time.Second
}

func (s *stage) note(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.diary = append(s.diary, fmt.Sprintf("%v %s", time.Since(s.began), what))
}

// after delays a request.
func after(d time.Duration, a ask) ask {
	return func(ctx context.Context) error { time.Sleep(d); return a(ctx) }
}

// An ask is one request of a client.
type ask func(context.Context) error

func (s *stage) start(jail string) ask {
	return func(ctx context.Context) error { _, err := s.Start(ctx, jail); return err }
}

func (s *stage) stop(jail string) ask {
	return func(ctx context.Context) error { _, err := s.Stop(ctx, jail); return err }
}

func (s *stage) destroy(jail string) ask {
	return func(ctx context.Context) error { _, err := s.Destroy(ctx, jail); return err }
}

func (s *stage) clone(jail string, props ...string) ask {
	return func(ctx context.Context) error { _, err := s.Clone(ctx, jail, props); return err }
}

func (s *stage) create(props ...string) ask {
	return func(ctx context.Context) error { _, err := s.Create(ctx, props); return err }
}

func (s *stage) exec(jail string) ask {
	return func(ctx context.Context) error { _, err := s.Execute(ctx, jail, "root", "true"); return err }
}

func (s *stage) activate(pool string) ask {
	return func(ctx context.Context) error { return s.Activate(ctx, pool) }
}

func (s *stage) clean() ask { return s.CleanAll }

func (s *stage) pool() ask {
	return func(ctx context.Context) error { _, err := s.ActivePool(ctx); return err }
}

// defaults reads the default settings; the invalid answer identifies the run.
func (s *stage) defaults() ask {
	return func(ctx context.Context) error {
		_, err := s.Defaults(ctx)
		if err != nil && strings.HasPrefix(err.Error(), "cannot read a line") {
			return nil
		}
		return err
	}
}

// all starts each request a moment after the previous one and waits for the
// answers.
func (s *stage) all(t *testing.T, asks ...ask) {
	t.Helper()
	for i, err := range s.answers(asks...) {
		require.NoError(t, err, "request %d", i)
	}
}

func (s *stage) answers(asks ...ask) []error {
	errs := make([]error, len(asks))
	var wg sync.WaitGroup
	for i, a := range asks {
		if i > 0 {
			synctest.Wait()
		}
		wg.Go(func() { errs[i] = a(context.Background()) })
	}
	wg.Wait()
	return errs
}
