package crew_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/crew"
)

// However many tasks there are, all of them run. Some goroutines stay for later
// tasks, but none outlives Close: otherwise the bubble would not end.
func TestCrew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := crew.New()
		var ran atomic.Int64
		for range 2 {
			open := make(chan struct{})
			for range 500 {
				c.Go(func() { <-open; ran.Add(1) })
			}
			synctest.Wait()
			close(open)
			synctest.Wait()
			require.Equal(t, crew.Most, c.Waiting())
		}
		require.EqualValues(t, 1000, ran.Load())

		open := make(chan struct{})
		for range crew.Most {
			c.Go(func() { <-open })
		}
		synctest.Wait()
		require.Zero(t, c.Waiting(), "those that stayed do it")
		close(open)
		c.Close()
	})
}

// A task that runs when the crew is closed completes, and so does a later one.
func TestClosedCrew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := crew.New()
		open, ended := make(chan struct{}), 0
		c.Go(func() { <-open; ended++ })
		synctest.Wait()
		c.Close()
		close(open)
		synctest.Wait()
		c.Go(func() { ended++ })
		synctest.Wait()
		require.Equal(t, 2, ended)
	})
}

func TestNoCrew(t *testing.T) {
	var c *crew.Crew
	var wg sync.WaitGroup
	wg.Add(1)
	c.Go(wg.Done)
	wg.Wait()
}
