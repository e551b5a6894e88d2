// Package effect says what the actions of sysadm/iocage do to a host.
package effect

import "slices"

var (
	readers  = []string{"listjails", "getdefaultsettings", "getjailsettings", "df", "activatestatus", "listplugins", "listreleases", "listtemplates"}
	starters = []string{"createplugin", "fetchreleases"}
	makers   = []string{"createjail", "clonejail", "execjail"}
)

// Reads reports whether an action changes nothing. An action that is not known is
// taken for one that changes the host.
func Reads(action string) bool { return slices.Contains(readers, action) }

// Starts reports whether an action starts jobs and does not wait for them.
func Starts(action string) bool { return slices.Contains(starters, action) }

// Repeats reports whether an action changes the host to the same each time, so that
// there is something that was done already.
func Repeats(action string) bool { return !Reads(action) && !slices.Contains(makers, action) }
