package iocage_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// A zpool whose pool is suspended is not waited for, and never there twice.
func TestSingle(t *testing.T) {
	onStage(t, iocage.Options{}, func(t *testing.T, s *stage) {
		single := &iocage.Single{Runner: s}
		s.takes["list"], s.lingers = time.Hour, time.Hour
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := single.Run(ctx, "list")
		require.EqualError(t, err, "it was ended, but is still there")
		require.Equal(t, time.Minute+2*time.Second, time.Since(s.began))
		_, err = single.Run(t.Context(), "list")
		require.ErrorIs(t, err, iocage.ErrBusy)

		time.Sleep(time.Hour)
		synctest.Wait()
		s.takes["list"] = time.Second
		_, err = single.Run(t.Context(), "list")
		require.NoError(t, err)
		require.Equal(t, []string{"list", "ended: list", "list"}, withoutTimes(s.diary))
	})
}
