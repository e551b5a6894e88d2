package conformance

import "runtime/debug"

// module is where the suite comes from.
const module = "github.com/sysadm-go/sysadm"

// Version returns the version of the suite that the build recorded, also if the
// suite is part of another program; "(unknown)" if the build recorded none.
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
