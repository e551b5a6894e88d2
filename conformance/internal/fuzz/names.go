package fuzz

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/model"
	"github.com/sysadm-go/sysadm/conformance/internal/near"
)

// A placeholder stands in a step for what only the target knows:
//
//	{tag:N} {uuid:N}    the tag and the UUID of a jail; the UUID for a tag that is a time
//	{case:N} {part:N}   its tag with letters of the other case, without its last
//	{own:N}             the tag of a jail that this run has made
//	{prefix} {release}  how tags of this run begin, and what jails are made of
//	{pool:N}            a pool
//	{remote:N}          a release that can be fetched
//	{plugin:N}          a plugin that can be fetched
//	{token:SESSION}     the token that a session got last; {tokencase:…} with letters
//	                    of the other case, {tokenpart:…} without its last,
//	                    {tokenhead:…} and {tokenend:…} its halves
//
// N counts from 0 in the order in which the jails came to be known, and begins
// again at the end. A placeholder for nothing is "no-such-thing".
var placeholder = regexp.MustCompile(`\{[a-z]+(:[a-z0-9]+)?\}`)

// fill replaces the placeholders in arguments.
func (p *player) fill(value any) any {
	switch v := value.(type) {
	case string:
		return placeholder.ReplaceAllStringFunc(v, p.word)
	case []any:
		filled := make([]any, len(v))
		for i := range v {
			filled[i] = p.fill(v[i])
		}
		return filled
	case map[string]any:
		filled := map[string]any{}
		for name, member := range v {
			filled[name] = p.fill(member)
		}
		return filled
	}
	return value
}

// word is what a placeholder stands for.
func (p *player) word(text string) string {
	kind, which, _ := strings.Cut(strings.Trim(text, "{}"), ":")
	n, _ := strconv.Atoi(which)
	switch kind {
	case "tag":
		return near.OrAbsent(name(p.jail(n, p.touchable)), "")
	case "uuid":
		return near.OrAbsent(p.jail(n, p.touchable).UUID, "")
	case "case":
		return nearly(near.SwapCase, p.jail(n, p.touchable).Tag)
	case "part":
		return nearly(near.AllButLast, p.jail(n, p.touchable).Tag)
	case "own":
		return near.OrAbsent(p.jail(n, p.isOwn).Tag, "")
	case "prefix":
		return p.prefix
	case "release":
		return near.OrAbsent(p.release, "")
	case "pool":
		return nth(p.pools, n)
	case "remote":
		return nth(p.world.Remote(), n)
	case "plugin":
		return nth(p.world.Plugins(), n)
	case "token":
		return near.OrAbsent(p.access.Token(which), "")
	case "tokencase":
		return nearly(near.SwapCase, p.access.Token(which))
	case "tokenpart":
		return nearly(near.AllButLast, p.access.Token(which))
	case "tokenhead":
		return half(p.access.Token(which), 0)
	case "tokenend":
		return half(p.access.Token(which), 1)
	}
	return near.Absent
}

// nth chooses one of a list, and begins again at its end.
func nth(list []string, n int) string {
	if len(list) == 0 {
		return near.Absent
	}
	return list[n%len(list)]
}

// byTime is a tag that iocage gave.
var byTime = regexp.MustCompile(`^\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d$`)

// name is the jail's tag. Where iocage gave it, the default properties may have
// the same, if the same second made them: then they are found first, and only
// the UUID is the jail's own name.
func name(j model.Jail) string {
	if byTime.MatchString(j.Tag) {
		return j.UUID
	}
	return j.Tag
}

// jail returns one of those that are known, or none.
func (p *player) jail(n int, which func(model.Jail) bool) model.Jail {
	var jails []model.Jail
	known := map[string]model.Jail{}
	for _, j := range p.world.Jails() {
		known[j.UUID] = j
	}
	for _, uuid := range p.seen {
		if j, there := known[uuid]; there && which(j) {
			jails = append(jails, j)
		}
	}
	if len(jails) == 0 {
		return model.Jail{}
	}
	return jails[n%len(jails)]
}

// see keeps the order in which jails came to be known.
func (p *player) see() {
	for _, j := range p.world.Jails() {
		if !p.isSeen[j.UUID] {
			p.isSeen[j.UUID] = true
			p.seen = append(p.seen, j.UUID)
		}
	}
}

// touchable leaves out, on a host that is not simulated, what others have made.
func (p *player) touchable(j model.Jail) bool { return p.simulated || p.isOwn(j) }

func (p *player) isOwn(j model.Jail) bool { return strings.HasPrefix(j.Tag, p.prefix) }

// nearly is a text that is nearly a name, and nobody's name for certain.
func nearly(change func(string) string, name string) string {
	return near.NoUUID(near.OrAbsent(change(name), name))
}

// half is the first or the second half of a token.
func half(token string, which int) string {
	middle := len(token) / 2
	return near.OrAbsent([]string{token[:middle], token[middle:]}[which], "")
}
