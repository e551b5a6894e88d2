package model

import (
	"slices"
	"strings"
)

// tableMembers are those of each row of a table of the last edition.
var tableMembers = []string{"jid", "uuid", "boot", "state", "tag", "type", "release", "ip4", "ip6", "template"}

// table reads rows of ten members, by UUID, which from iocage 0.9.9 on is a name. keys
// are those under which a row may stand.
func (a asked) table(value any, keys func(Jail) []string) (map[string]Jail, *Breach) {
	const rule = "a table has one object for each jail, with ten members that are text"
	rows, isTable := value.(map[string]any)
	if !isTable {
		return nil, a.breach(rule, "an object")
	}
	listed := map[string]Jail{}
	for key, value := range rows {
		row, isRow := texts(value)
		j := jailOf(row["uuid"], row)
		switch {
		case !isRow || !has(row, tableMembers...) || j.UUID == "":
			return nil, a.breach(rule, "a row with %v at %s", tableMembers, key)
		case !slices.Contains(keys(j), key):
			return nil, a.breach("a row stands under its own key", "one of %q, not %q", keys(j), key)
		case listed[j.UUID].UUID != "":
			return nil, a.breach("a jail is listed once", "one row of %s", j.UUID)
		}
		listed[j.UUID] = j
	}
	return listed, nil
}

// hidden is the key that jails without a jid have in the documents: where it is
// used, of several such jails one is told (ruling 14).
const hidden = "-"

// hides reports whether rows of a table may have lost others.
func hides(rows any) bool {
	table, _ := rows.(map[string]any)
	for key := range table {
		if key == hidden || strings.HasSuffix(key, "_"+hidden) {
			return true
		}
	}
	return false
}

// unhide adds the jails that one without a jid may hide.
func (a asked) unhide(listed map[string]Jail) {
	for uuid, row := range listed {
		if _, known := a.jails[uuid]; !known && row.JID == hidden {
			a.jails[uuid] = row
		}
	}
	for uuid, known := range a.jails {
		if _, told := listed[uuid]; !told && known.State != "up" {
			listed[uuid] = known
		}
	}
}

// jailKeys are the jid of a jail, and of one that is down its UUID (ruling 14).
func jailKeys(j Jail) []string {
	if j.JID == hidden {
		return []string{j.UUID, hidden}
	}
	return []string{j.JID}
}

// pluginKeys have the tag before them.
func pluginKeys(j Jail) []string {
	keys := jailKeys(j)
	for i, key := range keys {
		keys[i] = j.Tag + "_" + key
	}
	return keys
}

func templateKeys(j Jail) []string { return []string{j.Tag, j.UUID, j.Template} }
