package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// datasets returns the datasets that a name stands for. ok is false if the name
// was refused, which ends the original; finding none is not a refusal.
func (c *call) datasets(p *host.Pool, name string) (found []*host.Jail, ok bool) {
	found, refused := p.Find(name, c.say)
	return found, !refused
}

// named returns the one dataset of a required name, or nil after a notice. If
// there are several, as for ALL, the original's own test complains and the
// first is taken.
func (c *call) named(p *host.Pool, name string, missing host.Kind) *host.Jail {
	j := c.quietlyNamed(p, name, missing)
	if j != nil && name == "ALL" {
		c.complainOfMany(p)
	}
	return j
}

// quietlyNamed is named without that complaint.
func (c *call) quietlyNamed(p *host.Pool, name string, missing host.Kind) *host.Jail {
	if name == "" {
		c.say.To(missing)
		return nil
	}
	found := c.findAll(p, name, host.NotFound)
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// complainOfMany prints the message of test(1) about more than one word.
func (c *call) complainOfMany(p *host.Pool) {
	if all := p.Candidates(); len(all) > 1 {
		c.say.To(host.Raw, "[: "+all[0].Dataset()+": unexpected operator")
	}
}

// uuidOf returns the uuid for the name, as the original's __check_name does, or
// "" after a notice.
func (c *call) uuidOf(p *host.Pool, name string) string {
	if name == "" {
		c.say.To(host.EmptyName)
		return ""
	}
	found := c.findAll(p, name, host.JailNotFound)
	if len(found) == 0 {
		return ""
	}
	return found[0].UUID()
}

// missProperties prints the errors of reading n properties of an unknown jail.
func (c *call) missProperties(n int) {
	for range n {
		c.say.To(host.MissingToGet)
	}
}

// grepForNothing prints the message of grep(1) about an empty pattern.
func (c *call) grepForNothing() { c.say.To(host.GrepUsage) }

// separate returns the names in the words. The original's shell splits them at
// blanks, too.
func separate(words []string) []string { return strings.Fields(strings.Join(words, " ")) }

// snapshotOf splits NAME@SNAPSHOT. A second @ and what follows it are dropped.
func snapshotOf(word string) (name, snapshot string) {
	fields := strings.SplitN(word, "@", 3)
	if len(fields) < 2 {
		return word, ""
	}
	return fields[0], fields[1]
}
