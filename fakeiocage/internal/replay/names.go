package replay

import (
	"regexp"
	"strings"
	"sync"
)

// names maps each uuid of the recording, and its first eight digits, to those
// that took its place in the replay.
type names map[string]string

// uuids, like the other expressions here, is compiled at its first use, because
// the imitated command never uses it and must not wait for it.
var uuids = expression(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

func expression(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// learn pairs the uuids that appear for the first time in the two texts, in
// order.
func (n names) learn(recorded, replayed string) {
	known := map[string]bool{}
	for _, own := range n {
		known[own] = true
	}
	fresh := unknown(uuids().FindAllString(replayed, -1), func(u string) bool { return known[u] })
	for i, u := range unknown(uuids().FindAllString(recorded, -1), func(u string) bool { return n[u] != "" }) {
		if i < len(fresh) {
			n[u] = fresh[i]
			n[u[:8]] = fresh[i][:8]
		}
	}
}

func unknown(all []string, known func(string) bool) []string {
	var fresh []string
	seen := map[string]bool{}
	for _, u := range all {
		if !seen[u] && !known(u) {
			fresh = append(fresh, u)
		}
		seen[u] = true
	}
	return fresh
}

var uuidOrStart = expression(`(?i)\b[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?\b`)

// translate replaces the names in a recorded text by those of the replay.
func (n names) translate(text string) string {
	return uuidOrStart().ReplaceAllStringFunc(text, func(found string) string {
		own, ok := n[strings.ToLower(found)]
		switch {
		case !ok:
			return found
		case found == strings.ToUpper(found) && found != strings.ToLower(found):
			return strings.ToUpper(own)
		}
		return own
	})
}

func (n names) translateAll(words []string) []string {
	var own []string
	for _, w := range words {
		own = append(own, n.translate(w))
	}
	return own
}

// varying are texts that differ from run to run, and what replaces them.
var varying = sync.OnceValue(func() []variation {
	return []variation{
		{regexp.MustCompile(`\d{4}-\d\d-\d\d[@_]\d\d:\d\d:\d\d`), "<time>"},
		{regexp.MustCompile(`\b[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [ \d]\d:\d\d \d{4}\b`), "<time>"},
		{regexp.MustCompile(`\bioc-(export|send)-\d{4}-\d\d-\d\d\b`), "ioc-$1-<day>"},
		{regexp.MustCompile(`\bioc-upgrade_\d{4}-\d\d-\d\d\b`), "ioc-upgrade_<day>"},
		{regexp.MustCompile(`\b02ff60[0-9A-F]+\b`), "<mac>"},
		{regexp.MustCompile(`(\x08[-\\|/])+`), ""}, // frames of a spinner: any number, or none
		{regexp.MustCompile(`\b\d+K\b`), "<size>"},
		{regexp.MustCompile(`(?m)^(\S+) +\d+% of .*$`), "$1 <progress>"},
	}
})

type variation struct {
	form *regexp.Regexp
	name string
}

func normalize(text string) string {
	for _, v := range varying() {
		text = v.form.ReplaceAllString(text, v.name)
	}
	return text
}
