package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// dataset finds the datasets that a name stands for. It is false when that was
// refused, which ends the original; none at all is no refusal.
func (c *call) datasets(p *host.Pool, name string) (found []*host.Jail, ok bool) {
	found, refused := p.Find(name, c.say)
	return found, !refused
}

// named returns the one dataset of a name that must be given. Of several, as
// ALL, it takes the first, after the complaint of the original's own test; nil
// after a notice.
func (c *call) named(p *host.Pool, name string, missing host.Kind) *host.Jail {
	j := c.quietlyNamed(p, name, missing)
	if j != nil && name == "ALL" {
		c.complainOfMany(p)
	}
	return j
}

// quietlyNamed does the same without the complaint.
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

// complainOfMany is what test(1) says of more than one word.
func (c *call) complainOfMany(p *host.Pool) {
	if all := p.Candidates(); len(all) > 1 {
		c.say.To(host.Raw, "[: "+all[0].Dataset()+": unexpected operator")
	}
}

// uuidOf returns the uuid of the name as the original's __check_name does, and
// nothing after a notice.
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

// missProperties is what reading n properties of an unknown jail says.
func (c *call) missProperties(n int) {
	for range n {
		c.say.To(host.MissingToGet)
	}
}

// grepForNothing is what grep(1) says of an empty pattern.
func (c *call) grepForNothing() { c.say.To(host.GrepUsage) }

// snapshotOf splits NAME@SNAPSHOT; what follows a second @ is dropped.
func snapshotOf(word string) (name, snapshot string) {
	fields := strings.SplitN(word, "@", 3)
	if len(fields) < 2 {
		return word, ""
	}
	return fields[0], fields[1]
}
