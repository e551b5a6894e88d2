package action

import "github.com/sysadm-go/sysadm/server/internal/rpc"

// required returns a mandatory argument.
func required(r *rpc.Request, name string) (string, error) {
	value, found, err := optional(r, name)
	if err == nil && !found {
		err = errMissing
	}
	return value, err
}

// optional returns an optional argument.
func optional(r *rpc.Request, name string) (value string, found bool, err error) {
	args, err := r.Object()
	if err != nil {
		return "", false, err
	}
	value, found, err = args.String(name)
	if r.Router.Compat.LooseArguments {
		err = nil
	}
	return value, found, err
}
