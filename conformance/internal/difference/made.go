package difference

import (
	"crypto/md5"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/recording"
)

// Checks that share a host see one another: the jobs, keys and logs of all. What
// the neighbours of a check have made is left out of what it received, in those
// replies alone that tell of it.

// madeIn returns what all checks of a recording have made: see ownIn.
func madeIn(r recording.Recording) map[string]bool {
	all := map[string]bool{}
	for _, c := range r.Checks {
		for name := range ownIn(c) {
			all[name] = true
		}
	}
	return all
}

// ownIn returns the names, keys and checksums of keys that a check has made: it
// has sent them.
func ownIn(c recording.Check) map[string]bool {
	own := map[string]bool{}
	for _, m := range c.Messages {
		if m.Direction != "sent" {
			continue
		}
		for _, name := range made.pattern.FindAllString(m.Text, -1) {
			own[name] = true
		}
		for _, key := range publicKey.pattern.FindAllString(m.Text, -1) {
			own[key] = true
			own[checksumOf(key)] = true
		}
	}
	return own
}

// checksumOf is how list_ssl_checksums tells a key.
func checksumOf(key string) string {
	text, _ := base64.StdEncoding.DecodeString(key) // the checksum of what is no key is in no reply
	sum := md5.Sum(text)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// foreign reports whether an event is about a job of another check.
func (e *event) foreign(own map[string]bool) bool { return foreignName(e.job, own) }

// foreignName reports whether a text holds a name that the suite makes, and none of
// those is the check's own.
func foreignName(parts []segment, own map[string]bool) bool {
	any := false
	for _, s := range parts {
		if s.class == made {
			any = true
			if own[s.text] {
				return false
			}
		}
	}
	return any
}

// leaveOut takes what other checks have made out of a reply.
func (x *exchange) leaveOut(own, all map[string]bool) {
	if x.reply == nil {
		return
	}
	args := x.reply.value.find("args")
	switch {
	case strings.HasSuffix(x.title, "rpc/dispatcher list"):
		args.find("jobs").drop(func(parts []segment) bool { return foreignName(parts, own) })
	case strings.Contains(x.title, "/settings list_ssl_"):
		args.drop(func(parts []segment) bool {
			name := plain(parts)
			return all[name] && !own[name]
		})
	}
}

// drop takes members out of the members of a value, and items out of their arrays.
// An object that has none goes, too, for whether a server tells of a user without
// keys depends on who had some before.
func (v *value) drop(foreign func(name []segment) bool) {
	if v == nil {
		return
	}
	v.members = slices.DeleteFunc(v.members, func(group member) bool {
		group.value.members = slices.DeleteFunc(group.value.members, func(m member) bool { return foreign(m.parts) })
		group.value.items = slices.DeleteFunc(group.value.items, func(one *value) bool { return foreign(one.text) })
		return group.value.kind == object && len(group.value.members) == 0
	})
}
