package action

import "context"

// bothLists returns what is on this host and what can be fetched. A list that
// iocage cannot make is left out, as in the original (2019-05-23,
// sysadm-iocage.cpp): without a network there is still the other one.
func (h *Host) bothLists(ctx context.Context, local, remote func() (any, error)) (any, error) {
	here, hereErr := local()
	there, thereErr := remote()
	switch {
	case hereErr != nil && thereErr != nil:
		return nil, hereErr
	case hereErr != nil:
		return h.oneList(ctx, "remote", there, hereErr)
	case thereErr != nil:
		return h.oneList(ctx, "local", here, thereErr)
	}
	return map[string]any{"local": here, "remote": there}, nil
}

// oneList returns a list alone, and logs why the other one is left out.
func (h *Host) oneList(ctx context.Context, name string, list any, reason error) (any, error) {
	h.Logger.WarnContext(ctx, "only one of two lists can be made", "list", name, "reason", reason)
	return map[string]any{name: list}, nil
}
