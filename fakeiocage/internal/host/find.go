package host

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/ere"
)

// Find returns the datasets that a name stands for: one, none after a refusal,
// or every one for ALL. If it returns none and said is false, the caller
// reports "not found" (measured).
func (p *Pool) Find(name string, say Say) (found []*Jail, said bool) {
	name = expand(firstWord(name))
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

// expand does what the shell does with a name that the original leaves
// unquoted: a pattern that matches the folder itself becomes its name.
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

// firstWord is what the original's function gets of a name: its shell splits
// the name at blanks.
func firstWord(name string) string {
	if words := strings.Fields(name); len(words) > 0 {
		return words[0]
	}
	return ""
}

// Candidates returns the datasets that a name may stand for, in dataset order.
func (p *Pool) Candidates() []*Jail { return p.Jails("") }

// match behaves like the original's walk over the candidates: it stops at the
// first whose tag or uuid is the name, and on the way collects those whose
// dataset ends with what the name matches as a regular expression. It looks
// only at datasets that can matter.
func (p *Pool) match(name string, say Say) (found []*Jail) {
	called := p.Lookup(Key{Called, name})
	for _, j := range p.ending(name, called, say) {
		if len(called) > 0 && byDataset(j, called[0]) >= 0 {
			break
		}
		found = append(found, j)
	}
	return append(found, called[:min(1, len(called))]...)
}

// ending returns the datasets that the name matches as an expression. If
// grep(1) rejects the expression, its complaint is repeated for each dataset
// before the first one with that name.
func (p *Pool) ending(name string, called []*Jail, say Say) []*Jail {
	end := literalEnd(name)
	if end == strings.ToLower(name) {
		return p.Lookup(Key{EndsWith, end}) // the usual case: the name is no expression
	}
	pattern, complaint := compile(name)
	if complaint != "" {
		for _, j := range p.Candidates() {
			if len(called) > 0 && byDataset(j, called[0]) >= 0 {
				break
			}
			say.To(Raw, complaint)
		}
		return nil
	}
	if pattern == nil {
		return nil
	}
	may := p.Lookup(Key{EndsWith, end})
	return slices.DeleteFunc(may, func(j *Jail) bool { return !matches(pattern, j) })
}

// literalEnd returns the literal end of the expression, in lower case. Whatever
// the whole expression matches ends with it.
func literalEnd(name string) string {
	if strings.ContainsAny(name, `|\`) {
		return ""
	}
	return strings.ToLower(name[strings.LastIndexAny(name, ".*+?()[]{}^$")+1:])
}

func matches(pattern ere.Expression, j *Jail) bool {
	dataset := strings.ToLower(j.Dataset())
	return pattern.Match(dataset) || j.Data && pattern.Match(dataset+"/data")
}

// compile returns the expression for which `grep -iE NAME$` would search. A
// word that is not an expression here matches nothing. If grep rejects the
// expression, complaint is its message.
func compile(name string) (pattern ere.Expression, complaint string) {
	pattern, err := ere.Parse(strings.ToLower(name) + "$")
	if err == nil || errors.Is(err, ere.ErrUnknown) {
		return pattern, ""
	}
	return nil, "grep: " + err.Error()
}

// ByUUID returns the jail whose dataset has the uuid, or nil.
func (p *Pool) ByUUID(uuid string) *Jail { return p.Jail(JailsPlace + "/" + uuid) }

// TagOwner returns the jail to which the link of that name in /iocage/tags
// points, or nil. Which of the jails seen by the run has which link is computed
// once and then updated, because a create of thousands asks for each.
func (p *Pool) TagOwner(tag string) *Jail {
	if p.below != nil {
		for _, j := range p.below.Lookup(Key{Linked, tag}) {
			p.Jail(j.Below())
		}
	}
	if p.links == nil {
		p.links = map[string]*Jail{}
		for _, j := range p.held {
			p.own(j)
		}
	}
	if owner := p.links[tag]; p.owns(owner, tag) {
		return owner
	}
	return nil
}

// owns reports whether the jail exists and has the link.
func (p *Pool) owns(j *Jail, link string) bool {
	return j != nil && j.Link == link && p.held[j.Below()] == j
}

// own records the owner of a link. If there are several, it is the first by
// name.
func (p *Pool) own(j *Jail) {
	if p.links == nil || j == nil || j.linkName() == "" {
		return
	}
	if owner := p.links[j.Link]; !p.owns(owner, j.Link) || j.Name < owner.Name {
		p.links[j.Link] = j
	}
}

// link gives the jail its link in /iocage/tags.
func (j *Jail) link(tag string) {
	j.Link = tag
	j.pool.own(j)
}

// Mentioned returns the datasets of any pool whose name or tag is one of the
// words.
func (h *Host) Mentioned(words []string) (found []*Jail) {
	for _, p := range h.Pools {
		var here []*Jail
		for _, word := range words {
			here = append(here, p.Lookup(Key{Called, word})...)
			for _, place := range []string{JailsPlace, ReleasesPlace, TemplatesPlace} {
				if j := p.Jail(place + "/" + word); j != nil {
					here = append(here, j)
				}
			}
		}
		slices.SortFunc(here, byDataset)
		found = append(found, slices.CompactFunc(here, func(a, b *Jail) bool { return byDataset(a, b) == 0 })...)
	}
	return found
}
