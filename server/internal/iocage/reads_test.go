package iocage_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// All who ask while a command runs share the next run, which begins when the
// first has ended.
func TestReadsShareTheNextRun(t *testing.T) {
	onStage(t, iocage.Options{}, func(t *testing.T, s *stage) {
		s.all(t, s.defaults(), s.defaults(), s.pool(), s.defaults(), s.defaults())
		require.ElementsMatch(t, []string{"0s defaults", "0s activate", "1s defaults"}, s.diary)
	})
}

// A read sees every change that was answered before the request: it never
// shares a run that began earlier.
func TestNoReadIsOlderThanItsQuestion(t *testing.T) {
	onStage(t, iocage.Options{}, func(t *testing.T, s *stage) {
		s.takes["defaults"] = 3 * time.Second
		var wg sync.WaitGroup
		defer wg.Wait()
		wg.Go(func() { s.all(t, s.defaults()) })
		synctest.Wait()
		s.all(t, s.start("www"))
		s.all(t, s.defaults())
		require.Equal(t, "3s defaults", s.diary[2])
		require.Equal(t, 6*time.Second, time.Since(s.began))
	})
}

// A run continues for those who still wait, and ends when the last one leaves.
func TestWhoeverLeavesARead(t *testing.T) {
	onStage(t, iocage.Options{}, func(t *testing.T, s *stage) {
		s.takes["defaults"] = time.Minute
		firstCtx, first := context.WithCancel(t.Context())
		restCtx, rest := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for _, ctx := range []context.Context{firstCtx, restCtx, restCtx, firstCtx} {
			wg.Go(func() { require.ErrorIs(t, s.defaults()(ctx), iocage.ErrStopped) })
			synctest.Wait()
		}
		first()
		synctest.Wait()
		require.Equal(t, []string{"0s defaults", "0s ended: defaults", "0s defaults"}, s.diary, "the second run is wanted by two")
		time.Sleep(time.Second)
		rest()
		wg.Wait()
		require.Equal(t, "1s ended: defaults", s.diary[3])
		s.takes["defaults"] = time.Second
		s.all(t, s.defaults())
		require.Equal(t, "1s defaults", s.diary[4], "nothing stands in the way")
	})
}

// No caller waits longer than the limit, which includes the previous run.
func TestReadsAreLimited(t *testing.T) {
	onStage(t, iocage.Options{Timeout: time.Minute}, func(t *testing.T, s *stage) {
		s.takes["defaults"] = time.Hour
		var wg sync.WaitGroup
		late := func(after time.Duration, limit error, says string) {
			wg.Go(func() {
				time.Sleep(after)
				err := s.defaults()(t.Context())
				require.ErrorIs(t, err, limit)
				require.EqualError(t, err, says)
				require.Equal(t, after+time.Minute, time.Since(s.began))
			})
		}
		late(0, iocage.ErrTimeout, "iocage defaults did not finish within 1m0s: it was ended")
		late(10*time.Second, iocage.ErrTimeout, "iocage defaults did not finish within 1m0s: it was ended")
		late(20*time.Second, iocage.ErrTimeout, "iocage defaults did not finish within 1m0s: it was ended")
		wg.Wait()
		require.Equal(t, []string{"0s defaults", "1m0s ended: defaults", "1m0s defaults", "1m20s ended: defaults"}, s.diary)
	})
}

// With one place for reads, one read waits for the other, and the wait counts
// towards the limit.
func TestReadsWaitForAPlace(t *testing.T) {
	onStage(t, iocage.Options{Timeout: time.Minute, Commands: 1}, func(t *testing.T, s *stage) {
		s.takes["defaults"] = time.Hour
		var wg sync.WaitGroup
		wg.Go(func() { require.ErrorIs(t, s.defaults()(t.Context()), iocage.ErrTimeout) })
		synctest.Wait()
		time.Sleep(time.Second / 2)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := s.Usages(ctx)
		require.ErrorIs(t, err, iocage.ErrBusy)
		wg.Wait()
		s.all(t, s.pool())
		require.Equal(t, "1m0s activate", s.diary[2])
	})
}

// A panic of the runner reaches only the callers of that run; its turn and
// place become free.
func TestRunThatPanics(t *testing.T) {
	c := iocage.New(panicking{}, iocage.Options{Commands: 1})
	for range 2 {
		require.Panics(t, func() { _, _ = c.List(t.Context()) })
		require.Panics(t, func() { _, _ = c.Start(t.Context(), "www") })
		require.Panics(t, func() { _, _ = c.Destroy(t.Context(), "www") })
	}
}

type panicking struct{}

func (panicking) Run(context.Context, ...string) (iocage.Output, error) { panic("oops") }
