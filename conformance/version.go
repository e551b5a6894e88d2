package conformance

import "runtime/debug"

// module is where the suite comes from.
const module = "github.com/sysadm-go/sysadm"

// Version returns the version of the suite, as the build recorded it, also if
// it is part of somebody else's program; "(unknown)" if the build did not.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == module && m.Version != "" {
			return m.Version
		}
	}
	return "(unknown)"
}
