package right

import (
	"cmp"
	"strings"
)

// A jail is one of a host, or a template there.
type jail struct {
	uuid, tag string
	origin    string // the template that it is a clone of
	jid       int    // 0 when down
	settings  object
}

func (j *jail) state() string {
	if j.jid == 0 {
		return "down"
	}
	return "up"
}

// called is what iocage calls a jail in its lines.
func (j *jail) called() string { return j.uuid + " (" + j.tag + ")" }

// addresses are those of a jail that is up and has some of its own.
func (j *jail) addresses() string {
	var all []string
	for _, one := range strings.Split(j.settings["ip4_addr"].(string), ",") {
		if _, address, found := strings.Cut(one, "|"); found && j.jid > 0 {
			address, _, _ = strings.Cut(address, "/")
			all = append(all, address)
		}
	}
	return cmp.Or(strings.Join(all, ","), "-")
}

// kind is the type of a jail in the words of the last iocage.
func (j *jail) kind() any {
	if kind := j.settings["type"]; kind == "plugin" || kind == "template" {
		return kind
	}
	return "jail"
}
