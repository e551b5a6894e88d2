package rpc

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tell returns the named arguments that are strings, whole.
func Tell(names ...string) func(Args) map[string]string {
	return func(args Args) (told map[string]string) {
		for _, name := range names {
			if value, found, err := args.String(name); found && err == nil {
				if told == nil {
					told = make(map[string]string, len(names))
				}
				told[name] = value
			}
		}
		return told
	}
}

var tellJail = Tell("jail")

// mostTold is how many arguments logs show.
const mostTold = 32

// told returns the arguments that logs may show. Their number is limited
// because clients choose some of the names.
func (a Action) told(args Args) map[string]string {
	tell := a.Told
	if tell == nil {
		tell = tellJail
	}
	all := tell(args)
	if len(all) == 0 {
		return all
	}
	told := map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if i == mostTold {
			told["…"] = fmt.Sprintf("%d more", len(all)-mostTold)
			break
		}
		told[Clip(name)] = Clip(all[name])
	}
	return told
}

// Clip returns the part of a client's text that logs keep: its first KiB.
func Clip(text string) string {
	const longest = 1 << 10
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}
