// Package jail parses the rows of listjails.
package jail

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

// A Row is a row of listjails.
type Row struct{ UUID, Tag, Boot, Kind, State, JID, IP4 string }

// Rows returns the rows of an answer to listjails in the order of their uuids. They
// stand under their uuids or, from 2017-06-05 on, below jails, with the uuid as a
// member.
func Rows(listed map[string]any) []Row {
	below, byJID := listed["jails"].(map[string]any)
	if byJID {
		listed = below
	}
	var rows []Row
	for key, value := range listed {
		members, _ := value.(map[string]any)
		if byJID {
			key = document.Scalar(members["uuid"])
		}
		address, _ := members["ip4"].(string) // "" where the edition has none
		rows = append(rows, Row{
			UUID: key, Tag: document.Scalar(members["tag"]), Boot: document.Scalar(members["boot"]),
			Kind: document.Scalar(members["type"]), State: document.Scalar(members["state"]), JID: document.Scalar(members["jid"]), IP4: address,
		})
	}
	slices.SortFunc(rows, func(a, b Row) int { return strings.Compare(a.UUID, b.UUID) })
	return rows
}

// Find finds a jail by tag or uuid.
func Find(rows []Row, name string) (Row, bool) {
	for _, row := range rows {
		if row.Tag == name || row.UUID == name {
			return row, true
		}
	}
	return Row{}, false
}

// plainTag is a tag that means the same everywhere: no option, no blank, and
// no sign of the regular expressions by which iocage looks for a jail.
var plainTag = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_-]*$`)

// Plain returns the jails whose tag is plain and no other jail's.
func Plain(rows []Row) []Row {
	having := map[string]int{}
	for _, row := range rows {
		having[row.Tag]++
	}
	return slices.DeleteFunc(slices.Clone(rows), func(row Row) bool {
		return having[row.Tag] > 1 || !plainTag.MatchString(row.Tag)
	})
}

// Tagged returns the jails with a tag.
func Tagged(rows []Row, tag string) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(row Row) bool { return row.Tag != tag })
}

// UUIDs are those of the rows.
func UUIDs(rows []Row) []string {
	var list []string
	for _, row := range rows {
		list = append(list, row.UUID)
	}
	return list
}

// SameOthers says which jail beside one has another state than before.
func SameOthers(before, after []Row, uuid string) error {
	states := map[string]string{}
	for _, row := range after {
		states[row.UUID] = row.State
	}
	for _, old := range before {
		if now := states[old.UUID]; old.UUID != uuid && now != old.State {
			return &document.Unexpected{
				Why:        "a request for jail " + uuid + " changed another jail",
				Difference: document.Difference{Pointer: "/args/listjails/" + document.Escape(old.UUID) + "/state", Expected: old.State, Got: cmp.Or(now, "no such jail")},
			}
		}
	}
	return nil
}

// OwnChanges are settings that change without anybody setting them: when a jail
// starts, and as its files grow.
var OwnChanges = []string{"last_started", "used", "available", "compressratio", "jid"}

// Props are the properties of a new jail. Without a release iocage chooses one.
func Props(tag, release string) string {
	if release == "" {
		return "tag=" + tag
	}
	return "tag=" + tag + " release=" + release
}
