package coverage

import (
	"fmt"
	"strings"
)

// reasons say of each requirement that no check proves why none can. The key is
// its name, or its subject with .* behind it.
var reasons = map[string]string{
	"createplugin.net_device.unknown": nothingYet, "createplugin.ip4.unknown": nothingYet, "createplugin.ip6.unknown": nothingYet,
	"life-preserver.*": "only lpreserver sends it, which neither the simulated host nor this project's server has.",
}

const nothingYet = "a device and an address name nothing before iocage uses them, and no document says what becomes of wrong ones."

// Reason says why no check proves the requirement, "" if that is not known.
func (r Requirement) Reason() string {
	if text, ok := reasons[r.Name()]; ok {
		return text
	}
	return reasons[r.Subject+".*"]
}

// left lists the holes of an edition with their reasons, nothing if there are none.
func (p Part) left(b *strings.Builder) {
	if p.Count(Hole) == 0 {
		return
	}
	b.WriteString("\nNot proved:\n\n")
	for _, place := range p.Places {
		if place.State == Hole {
			fmt.Fprintf(b, "- `%s` over %s: %s\n", place.Name(), place.Transport, place.Reason())
		}
	}
}
