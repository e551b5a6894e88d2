package host

import (
	"path"
	"regexp"
	"strings"
)

// Find returns the datasets that a name stands for: one, or none after a
// refusal, or every one for ALL. The caller says "not found" when it gets none
// and nothing was said yet (measured).
func (p *Pool) Find(name string, say Say) (found []*Jail, said bool) {
	name = expand(name)
	switch {
	case name == "ALL":
		return p.Candidates(), false
	case name == "default":
		return p.In(DefaultsPlace), false
	case strings.HasPrefix(name, "-"):
		say.To(NotACommand, name)
		return nil, true
	}
	found = p.match(name, say)
	if len(found) > 1 {
		say.To(Ambiguous, name)
		return nil, true
	}
	return found, false
}

// expand does what the shell does to a name that the original leaves unquoted:
// a pattern that matches the folder itself becomes its name.
func expand(name string) string {
	if !strings.HasPrefix(name, ".") {
		return name
	}
	for _, entry := range []string{".", ".."} {
		if ok, err := path.Match(name, entry); ok && err == nil {
			return entry
		}
	}
	return name
}

// Candidates are the datasets that a name may stand for, in dataset order.
func (p *Pool) Candidates() []*Jail {
	var all []*Jail
	for _, j := range p.Jails() {
		all = append(all, j)
	}
	return all
}

// match walks the candidates. It stops at the first whose tag or uuid is the
// name; on the way it collects those whose dataset ends with what the name
// matches as a regular expression.
func (p *Pool) match(name string, say Say) []*Jail {
	pattern, complaint := compile(name)
	var found []*Jail
	for dataset, j := range p.Jails() {
		if j.Raw("tag") == name || j.Raw("host_hostuuid") == name {
			return append(found, j)
		}
		if complaint != "" {
			say.To(Raw, complaint)
			continue
		}
		if pattern == nil {
			continue
		}
		if matches(pattern, dataset, j) {
			found = append(found, j)
		}
	}
	return found
}

func matches(pattern *regexp.Regexp, dataset string, j *Jail) bool {
	dataset = strings.ToLower(dataset)
	return pattern.MatchString(dataset) || j.Data && pattern.MatchString(dataset+"/data")
}

// compile makes the expression that `grep -iE NAME$` would search for. A word
// that grep takes but that is no expression here matches nothing; for one that
// grep refuses there is its complaint.
func compile(name string) (pattern *regexp.Regexp, complaint string) {
	pattern, err := regexp.CompilePOSIX(strings.ToLower(name) + "$")
	if err == nil {
		return pattern, ""
	}
	open, escaped := 0, false
	for _, c := range name {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '(':
			open++
		case c == ')':
			open--
		}
	}
	switch {
	case strings.Contains(err.Error(), "missing closing ]"):
		return nil, "grep: Unmatched [, [^, [:, [., or [="
	case open > 0:
		return nil, `grep: Unmatched ( or \(`
	case open < 0:
		return nil, `grep: Unmatched ) or \)`
	}
	return nil, ""
}

// ByUUID returns the jail whose dataset has the uuid, or nil.
func (p *Pool) ByUUID(uuid string) *Jail { return p.All[JailsPlace+"/"+uuid] }

// linked returns the jail that the link of the given name in /iocage/tags
// points to, or nil. Who owns which link is looked up once, and then kept: a
// create of thousands asks for each.
func (p *Pool) linked(tag string) *Jail {
	if p.links == nil {
		p.links = map[string]*Jail{}
		for _, j := range p.All {
			p.own(j)
		}
	}
	if owner := p.links[tag]; owner != nil && owner.Link == tag && p.All[owner.below()] == owner {
		return owner
	}
	return nil
}

// own notes the owner of a link; of several the first in the order of names.
func (p *Pool) own(j *Jail) {
	if j.Link == "" || j.Place != JailsPlace {
		return
	}
	if owner := p.links[j.Link]; owner == nil || owner.Link != j.Link || p.All[owner.below()] != owner || j.Name < owner.Name {
		p.links[j.Link] = j
	}
}

// link gives the jail its link in /iocage/tags.
func (j *Jail) link(tag string) {
	j.Link = tag
	if j.pool.links != nil {
		j.pool.own(j)
	}
}
