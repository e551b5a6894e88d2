package host

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/ere"
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
func (p *Pool) Candidates() []*Jail { return p.Jails("") }

// match walks the candidates. It stops at the first whose tag or uuid is the
// name; on the way it collects those whose dataset ends with what the name
// matches as a regular expression. Only those that may count are looked at.
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

// ending returns the datasets that the name matches as an expression. What
// grep(1) refuses it refuses for each that comes before the first that is
// called so.
func (p *Pool) ending(name string, called []*Jail, say Say) []*Jail {
	end := literalEnd(name)
	if end == strings.ToLower(name) {
		return p.Lookup(Key{EndsWith, end}) // as most names are: no expression at all
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

// literalEnd is the end of the expression that stands for itself, in small
// letters: whatever matches the whole ends with it.
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

// compile makes the expression that `grep -iE NAME$` would search for. A word
// that is no expression here matches nothing; for one that grep refuses there is
// its complaint.
func compile(name string) (pattern ere.Expression, complaint string) {
	pattern, err := ere.Parse(strings.ToLower(name) + "$")
	if err == nil || errors.Is(err, ere.ErrUnknown) {
		return pattern, ""
	}
	return nil, "grep: " + err.Error()
}

// ByUUID returns the jail whose dataset has the uuid, or nil.
func (p *Pool) ByUUID(uuid string) *Jail { return p.Jail(JailsPlace + "/" + uuid) }

// linked returns the jail that the link of the given name in /iocage/tags
// points to, or nil. Who of those that the run has seen owns which link is
// looked up once, and then kept: a create of thousands asks for each.
func (p *Pool) linked(tag string) *Jail {
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

// owns reports whether the jail is there and has the link.
func (p *Pool) owns(j *Jail, link string) bool {
	return j != nil && j.Link == link && p.held[j.Below()] == j
}

// own notes the owner of a link; of several the first in the order of names.
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

// Mentioned are the datasets, of any pool, whose name or tag is one of the words.
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
