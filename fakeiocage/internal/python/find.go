package python

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A named is a jail or a template under the name by which the program knows it:
// the tag, of a template with a word behind it.
type named struct {
	name string
	jail
}

// ofTemplate follows the tag in the name of a template.
const ofTemplate = " (template)"

// jails returns the jails and templates. It refuses two jails with one tag
// (ioc_list.py, list_datasets).
func (c *call) jails(p *host.Pool) ([]named, error) { return c.distinct(namedJails(p)) }

// jailsFor is jails, perhaps without some that the word cannot stand for.
func (c *call) jailsFor(p *host.Pool, word string) ([]named, error) {
	return c.distinct(suspects(p, word))
}

// isAll reports whether a word stands for every jail.
func isAll(word string) bool { return strings.Contains(word, "ALL") }

// refuseDisorder refuses what jails refuses.
func (c *call) refuseDisorder(p *host.Pool) error {
	if p.Orderly() {
		return nil
	}
	_, err := c.jails(p)
	return err
}

// distinct refuses two jails with one tag.
func (c *call) distinct(all []named, err error) ([]named, error) {
	if err == nil {
		err = c.refuseDoubles(all)
	}
	return all, err
}

func namedJails(p *host.Pool) ([]named, error) {
	return name(append(p.In(host.JailsPlace), p.In(host.TemplatesPlace)...))
}

// name names jails and templates; other datasets it leaves out.
func name(datasets []*host.Jail) (all []named, err error) {
	for _, each := range datasets {
		if each.Place != host.JailsPlace && each.Place != host.TemplatesPlace {
			continue
		}
		j, err := configured(each)
		if err != nil {
			return nil, err
		}
		tag := j.Tag()
		if each.Place == host.TemplatesPlace {
			tag += ofTemplate
		}
		all = append(all, named{tag, j})
	}
	return all, nil
}

// suspects returns the jails and templates among which the word is to be looked
// up. Those that it cannot stand for do not matter, unless there is something
// that the program refuses whatever the word is.
func suspects(p *host.Pool, word string) ([]named, error) {
	if !p.Orderly() || isAll(word) {
		return namedJails(p)
	}
	found := slices.Concat(
		p.Jails(host.JailsPlace+"/"+word), p.Jails(host.TemplatesPlace+"/"+word), p.Lookup(host.Key{Index: host.UUID, Value: word}),
		p.Lookup(host.Key{Index: host.Called, Value: word}), p.Lookup(host.Key{Index: host.Called, Value: strings.TrimSuffix(word, ofTemplate)}),
	)
	slices.SortFunc(found, byDataset)
	return name(slices.CompactFunc(found, func(a, b *host.Jail) bool { return byDataset(a, b) == 0 }))
}

func byDataset(a, b *host.Jail) int { return strings.Compare(a.Below(), b.Below()) }

// refuseDoubles names all jails that share their tag with another.
func (c *call) refuseDoubles(all []named) error {
	count := map[string]int{}
	last := ""
	for _, j := range all {
		count[j.name]++
		if count[j.name] > 1 && j.Place == host.JailsPlace {
			last = j.name
		}
	}
	if last == "" {
		return nil
	}
	c.printf("Duplicate tag (%s) detected!", last)
	for _, j := range all {
		if count[j.name] > 1 && j.Place == host.JailsPlace {
			c.printf("  %s (%s)", j.Name, j.name)
		}
	}
	c.print("\nPlease run \"iocage set tag=NEWTAG UUID\" for one of the UUID's.")
	return raise("RuntimeError", "")
}

// match returns the jails that a word stands for: by the beginning of the uuid,
// or the whole name.
func match(all []named, word string) []named {
	return slices.DeleteFunc(slices.Clone(all), func(j named) bool {
		return !strings.HasPrefix(j.UUID(), word) && j.name != word
	})
}

// find returns the one jail that the word stands for, or ends the run with
// status 1.
func (c *call) find(all []named, word string) (named, error) {
	found := match(all, word)
	if len(found) == 0 {
		c.print(word + " not found!")
		return named{}, exit(1, "")
	}
	if len(found) > 1 {
		return named{}, c.refuseMany(found, word)
	}
	return found[0], nil
}

// findOf is find among the jails of the pool.
func (c *call) findOf(p *host.Pool, word string) (named, error) {
	all, err := c.jailsFor(p, word)
	if err != nil {
		return named{}, err
	}
	return c.find(all, word)
}

// withJail returns what is done to the jail that findOf finds.
func (c *call) withJail(word string, fn func(*host.Pool, named) error) func(*host.Pool) error {
	return func(p *host.Pool) error {
		j, err := c.findOf(p, word)
		if err != nil {
			return err
		}
		return fn(p, j)
	}
}

func (c *call) refuseMany(found []named, word string) error {
	sortNames(found)
	c.printf("Multiple jails found for %s:", word)
	for _, j := range found {
		c.printf("  %s (%s)", j.UUID(), j.name)
	}
	return exit(1, "")
}

// mustFind is find for commands that raise an exception.
func mustFind(all []named, word string) (named, error) {
	found := match(all, word)
	switch len(found) {
	case 0:
		return named{}, refusef("%s not found!", word)
	case 1:
		return found[0], nil
	}
	sortNames(found)
	text := "Multiple jails found for " + word + ":"
	for _, j := range found {
		text += "\n  ('" + j.name + "', '" + j.UUID() + "')"
	}
	return named{}, refuse(text)
}

// mustFindOf is mustFind among the jails of the pool.
func (c *call) mustFindOf(p *host.Pool, word string) (named, error) {
	all, err := c.jailsFor(p, word)
	if err != nil {
		return named{}, err
	}
	return mustFind(all, word)
}

func sortNames(jails []named) {
	slices.SortFunc(jails, func(a, b named) int { return strings.Compare(a.name, b.name) })
}
