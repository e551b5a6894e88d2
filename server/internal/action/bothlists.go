package action

import "context"

// bothLists returns what is on this host and what can be fetched. A list that
// iocage cannot make is left out, as in the original (2019-05-23,
// sysadm-iocage.cpp): without a network there is still the other one.
func (h *Host) bothLists(ctx context.Context, local, remote func() (any, error)) (any, error) {
	lists := map[string]any{}
	var firstErr error
	for _, list := range []struct {
		name string
		get  func() (any, error)
	}{{"local", local}, {"remote", remote}} {
		got, err := list.get()
		if err == nil {
			lists[list.name] = got
			continue
		}
		h.Logger.WarnContext(ctx, "a list is left out", "list", list.name, "reason", err)
		if firstErr == nil {
			firstErr = err
		}
	}
	if len(lists) == 0 {
		return nil, firstErr
	}
	return lists, nil
}
