package action

import (
	"context"
	"log/slog"
)

// bothLists returns what is on this host and what can be fetched. A list that
// iocage cannot make is left out, as in the original (2019-05-23,
// sysadm-iocage.cpp): without a network there is still the other one.
func (h *Host) bothLists(ctx context.Context, local, remote func() (any, error)) (any, error) {
	lists := map[string]any{}
	var firstErr error
	for _, list := range []struct {
		name string
		make func() (any, error)
	}{{"local", local}, {"remote", remote}} {
		made, err := list.make()
		if err == nil {
			lists[list.name] = made
			continue
		}
		h.Logger.LogAttrs(ctx, slog.LevelWarn, "a list is left out", slog.String("list", list.name), slog.Any("reason", err))
		if firstErr == nil {
			firstErr = err
		}
	}
	if len(lists) == 0 {
		return nil, firstErr
	}
	return lists, nil
}
