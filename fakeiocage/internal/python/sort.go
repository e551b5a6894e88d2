package python

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/address"
)

// A sortKey is what rows are sorted by: first by the text, then by the number.
type sortKey struct {
	text   string
	number int
}

func (k sortKey) compare(other sortKey) int {
	return cmp.Or(strings.Compare(k.text, other.text), cmp.Compare(k.number, other.number))
}

// keyOf returns the key of the cells in a column (ioc_common.py).
func keyOf(column string) func(cell string) sortKey {
	switch column {
	case "JID":
		return func(jid string) sortKey { return sortKey{text: lastIf(jid, "-", "a")} }
	case "BOOT":
		return func(boot string) sortKey { return sortKey{number: zeroIf(boot != "off")} }
	case "STATE":
		return func(state string) sortKey { return sortKey{number: zeroIf(state != "down")} }
	case "TAG":
		return nameKey
	case "RELEASE":
		return releaseKey
	case "IP4", "IP6":
		return addressKey
	case "TEMPLATE":
		return func(template string) sortKey { return nameKey(lastIf(template, "-", "\U0010ffff")) }
	}
	return plainKey
}

func plainKey(cell string) sortKey { return sortKey{text: cell} }

func lastIf(cell, last, key string) string {
	if cell == last {
		return key
	}
	return cell
}

func zeroIf(first bool) int {
	if first {
		return 0
	}
	return 1
}

// nameKey sorts the names of many jails, NAME_1 to NAME_10, by their numbers.
func nameKey(name string) sortKey {
	if i := strings.LastIndexByte(name, '_'); i >= 0 {
		if n, err := strconv.ParseUint(name[i+1:], 10, 31); err == nil {
			return sortKey{name[:i], int(n)}
		}
	}
	return sortKey{text: name}
}

// addressKey sorts by the text of an address, and anything else last.
func addressKey(cell string) sortKey {
	if _, bare, found := strings.Cut(cell, "|"); found {
		cell = bare
	}
	if _, isV4 := address.V4(cell); !isV4 && !address.IsV6(cell) {
		return sortKey{text: "Z"}
	}
	return sortKey{text: cell}
}

// releaseKey sorts 9.3 before 10.1.
func releaseKey(release string) sortKey {
	if major, _, _ := strings.Cut(release, "."); len(major) < 2 {
		release = "0" + release
	}
	return sortKey{text: release}
}

// sortReleases sorts by version; of two with the same version, the last stays,
// and names without a version are dropped (ioc_common.py, sort_release).
func sortReleases(names []string) []string {
	kinds := map[float64]string{}
	var versions []float64
	for _, name := range names {
		number, kind, _ := strings.Cut(name, "-")
		version, err := strconv.ParseFloat(number, 64)
		if err != nil {
			continue
		}
		if _, twice := kinds[version]; !twice {
			versions = append(versions, version)
		}
		kinds[version] = kind
	}
	slices.Sort(versions)
	sorted := make([]string, len(versions))
	for i, version := range versions {
		sorted[i] = strconv.FormatFloat(version, 'f', max(1, decimals(version)), 64) + "-" + kinds[version]
	}
	return sorted
}

// decimals is how many decimals the shortest text of a version has.
func decimals(version float64) int {
	_, after, _ := strings.Cut(strconv.FormatFloat(version, 'f', -1, 64), ".")
	return len(after)
}
