// Package edition defines the dated editions of the sysadm contract, the ways a
// server can be compatible with them, and the dialects of the iocage command.
// The three vary independently, so each is a value of its own type. A
// difference between two values is a field that is asked in one place; no code
// asks for a name. A list that two values share has its own variable, so that
// the linker lays out all of them and nothing is copied at the start of a
// program.
package edition

import (
	"fmt"
	"slices"
	"strings"
)

// An Edition is one dated state of the documents.
type Edition struct {
	// Name is the date of the documents, as in "2016-02-05".
	Name string

	// Actions are the actions of class sysadm/iocage that the edition
	// documents, in the order of its table. Others are answered with 400.
	Actions []string

	// ListsIP4 says that an entry of listjails has the member ip4.
	ListsIP4 bool

	// ListsByJID says that listjails has its jails below "jails", by jid, with ten
	// members each. Before, they stand by uuid (ruling 14).
	ListsByJID bool

	// SettingsWithZFS says that getjailsettings has the native ZFS properties
	// too, which iocage prints from 2016-02-02 on.
	SettingsWithZFS bool

	// SettingsByProperty says that getjailsettings takes prop and switches
	// beside jail: one property of a jail, or of every jail (documents of
	// 2016-02-22, "Jail Settings").
	SettingsByProperty bool

	// TellsPool is the action that tells the active pool: activatepool without a pool,
	// or the one that took its place in 2017. It is empty if the edition has none.
	TellsPool string

	// Dialect is the iocage whose output the documents of the edition show.
	Dialect Dialect
}

// Offers reports whether the edition documents the action of sysadm/iocage.
func (e Edition) Offers(action string) bool { return slices.Contains(e.Actions, action) }

// Editions are the editions served and judged, oldest first.
var Editions = []Edition{
	{
		Name:    "2016-02-01",
		Actions: []string{"listjails", "getdefaultsettings", "getjailsettings"},
		Dialect: shell20160201,
	},
	{
		Name: "2016-02-05",
		Actions: []string{
			"listjails", "getdefaultsettings", "getjailsettings",
			"startjail", "stopjail", "activatepool", "deactivatepool",
		},
		ListsIP4:  true,
		TellsPool: "activatepool",
		Dialect:   shell20160201,
	},
	Default,
	{
		Name:       "2017-06-05",
		Actions:    actions20170605,
		ListsIP4:   true,
		ListsByJID: true,
		TellsPool:  "activatestatus",
		Dialect:    python20170605,
	},
}

// Default is the edition served and judged when none is named: the richest one
// that does not contradict an earlier one.
var Default = Edition{
	Name:               "2016-02-22",
	Actions:            actions20160222,
	ListsIP4:           true,
	SettingsWithZFS:    true,
	SettingsByProperty: true,
	TellsPool:          "activatepool",
	Dialect:            shell20160205,
}

var actions20160222 = []string{
	"listjails", "getdefaultsettings", "getjailsettings", "df",
	"startjail", "stopjail", "capjail", "clonejail", "createjail", "destroyjail", "execjail",
	"cleanjails", "cleanreleases", "cleantemplates", "cleanall",
	"activatepool", "deactivatepool",
}

// actions20170605 are those that the last documents kept or added; the others are
// gone with the shell iocage.
var actions20170605 = []string{
	"activatepool", "activatestatus", "cleanreleases", "cleantemplates", "createplugin", "deactivatepool",
	"fetchreleases", "listjails", "listplugins", "listreleases", "listtemplates",
}

// Find returns the edition of the given name; the error lists the known names.
func Find(name string) (Edition, error) {
	return find("edition", name, Editions, func(e Edition) string { return e.Name })
}

func find[T any](kind, name string, known []T, nameOf func(T) string) (T, error) {
	names := make([]string, len(known))
	for i, v := range known {
		if names[i] = nameOf(v); names[i] == name {
			return v, nil
		}
	}
	var zero T
	return zero, fmt.Errorf("unknown %s %q: use one of %s", kind, name, strings.Join(names, ", "))
}
