package conformance

import (
	"cmp"
	"maps"
	"regexp"
	"slices"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

// A jailRow is a row of listjails.
type jailRow struct{ uuid, tag, boot, kind, state, jid, ip4 string }

// jailRows returns the rows of an answer to listjails in the order of their
// uuids.
func jailRows(listed map[string]any) []jailRow {
	var rows []jailRow
	for _, uuid := range slices.Sorted(maps.Keys(listed)) {
		members, _ := listed[uuid].(map[string]any)
		address, _ := members["ip4"].(string) // "" where the edition has none
		rows = append(rows, jailRow{
			uuid: uuid, tag: document.Scalar(members["tag"]), boot: document.Scalar(members["boot"]),
			kind: document.Scalar(members["type"]), state: document.Scalar(members["state"]), jid: document.Scalar(members["jid"]), ip4: address,
		})
	}
	return rows
}

// findJail finds a jail by tag or uuid.
func findJail(rows []jailRow, name string) (jailRow, bool) {
	for _, row := range rows {
		if row.tag == name || row.uuid == name {
			return row, true
		}
	}
	return jailRow{}, false
}

// plainTag is a tag that means the same everywhere: no option, no blank, and
// no sign of the regular expressions by which iocage looks for a jail.
var plainTag = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_-]*$`)

// plainJails returns the jails whose tag is plain and no other jail's.
func plainJails(rows []jailRow) []jailRow {
	having := map[string]int{}
	for _, row := range rows {
		having[row.tag]++
	}
	return slices.DeleteFunc(slices.Clone(rows), func(row jailRow) bool {
		return having[row.tag] > 1 || !plainTag.MatchString(row.tag)
	})
}

// tagged returns the jails with a tag.
func tagged(rows []jailRow, tag string) []jailRow {
	return slices.DeleteFunc(slices.Clone(rows), func(row jailRow) bool { return row.tag != tag })
}

// uuids are those of the rows.
func uuids(rows []jailRow) []string {
	var list []string
	for _, row := range rows {
		list = append(list, row.uuid)
	}
	return list
}

// sameOthers says which jail beside one has another state than before.
func sameOthers(before, after []jailRow, uuid string) error {
	states := map[string]string{}
	for _, row := range after {
		states[row.uuid] = row.state
	}
	for _, old := range before {
		if now := states[old.uuid]; old.uuid != uuid && now != old.state {
			return &unexpected{
				"a request for jail " + uuid + " changed another jail",
				document.Difference{Pointer: "/args/listjails/" + document.Escape(old.uuid) + "/state", Expected: old.state, Got: cmp.Or(now, "no such jail")},
			}
		}
	}
	return nil
}
