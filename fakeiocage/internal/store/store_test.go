package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/store"
)

// A keeper is the interface of both stores.
type keeper interface {
	View(context.Context, func(*host.Host) error) error
	Update(context.Context, func(*host.Host) error) error
}

// initial is the host with which every test begins.
func initial() *host.Host {
	h := &host.Host{Machine: host.Machine{Uname: "10.2-RELEASE-p9", Node: "0123456789ab", ClockSeq: "8123", HostID: "h"}}
	h.Pools = []*host.Pool{host.NewPool("tank"), host.NewPool("zroot")}
	h.Link()
	return h
}

// each runs the test with both stores.
func each(t *testing.T, test func(*testing.T, keeper)) {
	t.Run("memory", func(t *testing.T) { test(t, store.NewMemory(initial())) })
	t.Run("folder", func(t *testing.T) { test(t, openFolder(t, t.TempDir())) })
}

func openFolder(t *testing.T, dir string) *store.Folder {
	f, err := store.OpenFolder(dir, initial)
	require.NoError(t, err)
	return f
}

// comment reads what the tests write: the comment of tank.
func comment(t *testing.T, s keeper) (text string) {
	require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
		text = h.Pool("tank").Comment
		return nil
	}))
	return text
}

func setComment(text string) func(*host.Host) error {
	return func(h *host.Host) error {
		h.Pool("tank").Comment = text
		return nil
	}
}

func TestUpdate(t *testing.T) {
	each(t, func(t *testing.T, s keeper) {
		require.Equal(t, "-", comment(t, s))
		require.NoError(t, s.Update(t.Context(), setComment("iocage")))
		require.Equal(t, "iocage", comment(t, s))
	})
}

func TestUpdateThatFailsChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, s keeper) {
		refused := errors.New("refused")
		err := s.Update(t.Context(), func(h *host.Host) error {
			h.LastJID = 7
			h.Pool("tank").Add(host.JailsPlace, &host.Jail{Name: "a"})
			return errors.Join(setComment("half")(h), refused)
		})
		require.ErrorIs(t, err, refused)
		require.Equal(t, "-", comment(t, s))
		require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
			require.Zero(t, h.LastJID)
			require.Empty(t, h.Pool("tank").Jails(""))
			return nil
		}))
	})
}

func TestUpdateThatPanicsChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, s keeper) {
		require.PanicsWithValue(t, "a defect", func() {
			_ = s.Update(t.Context(), func(h *host.Host) error {
				_ = setComment("half")(h)
				panic("a defect")
			})
		})
		require.Equal(t, "-", comment(t, s))
		require.NoError(t, s.Update(t.Context(), setComment("after")), "the lock was given back")
	})
}

// Everything in a host is read back: pools, jails in all places, running ones.
func TestRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, s keeper) {
		require.NoError(t, s.Update(t.Context(), func(h *host.Host) error {
			h.LastUUID, h.LastJID = 1<<60+1, 3
			p := h.Pool("tank")
			p.Altroot, p.Datasets = "/mnt", []string{"iocage"}
			p.Add(host.DefaultsPlace, &host.Jail{Name: host.DefaultsPlace})
			p.Add(host.ReleasesPlace, host.NewRelease("10.2-RELEASE"))
			p.Add(host.TemplatesPlace, &host.Jail{Name: "t", Rootless: true, Data: true})
			p.Add(host.JailsPlace, &host.Jail{
				Name: "u", Link: "l", Props: host.Properties{{Name: "notes", Value: "<&>\t\u00e9"}, {Name: "tag", Value: "x"}},
				Running: &host.Running{JID: 3, IP4: []string{"10.0.0.1"}, Unmounted: true},
			})
			return nil
		}))
		require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
			require.EqualValues(t, 1<<60+1, h.LastUUID)
			p := h.Pool("tank")
			require.Equal(t, "/mnt", p.Altroot)
			require.Equal(t, []string{"iocage"}, p.Datasets)
			require.Len(t, p.Jails(""), 4)
			require.True(t, p.Jail("releases/10.2-RELEASE").Bare)
			require.True(t, p.Jail("templates/t").Rootless && p.Jail("templates/t").Data)
			j := p.ByUUID("u")
			require.Equal(t, "tank/iocage/jails/u", j.Dataset())
			require.Equal(t, "<&>\t\u00e9", j.Get("notes"))
			require.Equal(t, &host.Running{JID: 3, IP4: []string{"10.0.0.1"}, Unmounted: true}, j.Running)
			return nil
		}))
	})
}

func TestRemovedJailIsGone(t *testing.T) {
	each(t, func(t *testing.T, s keeper) {
		require.NoError(t, s.Update(t.Context(), func(h *host.Host) error {
			h.Pool("tank").Add(host.JailsPlace, &host.Jail{Name: "a"})
			h.Pool("tank").Add(host.JailsPlace, &host.Jail{Name: "b"})
			return nil
		}))
		require.NoError(t, s.Update(t.Context(), func(h *host.Host) error {
			h.Pool("tank").Remove(h.Pool("tank").ByUUID("a"))
			return nil
		}))
		require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
			require.Nil(t, h.Pool("tank").ByUUID("a"))
			require.NotNil(t, h.Pool("tank").ByUUID("b"))
			return nil
		}))
	})
}

// Many concurrent writers lose no update, and no reader sees half of one.
func TestConcurrentUse(t *testing.T) {
	each(t, func(t *testing.T, s keeper) {
		var wg sync.WaitGroup
		errs := make(chan error, 200)
		for i := range 100 {
			wg.Go(func() {
				errs <- s.Update(t.Context(), func(h *host.Host) error {
					h.LastJID++
					h.Pool("tank").Add(host.JailsPlace, &host.Jail{Name: fmt.Sprint(i)})
					return nil
				})
			})
			wg.Go(func() {
				errs <- s.View(t.Context(), func(h *host.Host) error {
					if h.LastJID != len(h.Pool("tank").Jails("")) {
						return fmt.Errorf("half an update: %d and %d", h.LastJID, len(h.Pool("tank").Jails("")))
					}
					return nil
				})
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			require.NoError(t, err)
		}
		require.NoError(t, s.View(t.Context(), func(h *host.Host) error {
			require.Equal(t, 100, h.LastJID)
			return nil
		}))
	})
}

func TestFolderIsSharedAndLasts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "on", "demand")
	a, b := openFolder(t, dir), openFolder(t, dir)
	require.NoError(t, a.Update(t.Context(), setComment("from a")))
	require.Equal(t, "from a", comment(t, b))
	require.Equal(t, "from a", comment(t, openFolder(t, dir)))
}
