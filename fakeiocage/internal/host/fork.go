package host

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/address"
)

// Fork makes a jail whose folder root is a clone of that of a release or a
// template, as the rewrite of 2017 does; its properties are the built-in ones.
// Without a source its folder is empty.
func (p *Pool) Fork(source *Jail, name string, m Moment) *Jail {
	j := &Jail{Name: name}
	p.Add(JailsPlace, j)
	j.Set("type", "jail")
	j.Set("jail_zfs_dataset", dataDataset(name))
	if source != nil {
		source.addSnapshots(name, []string{rootBelow}, m.Now)
		j.Set("origin", source.Dataset()+"@"+name)
	}
	return j
}

// TagOwner returns the jail to which the link of the tag points, or nil.
func (p *Pool) TagOwner(tag string) *Jail { return p.linked(tag) }

// TakeTag gives the jail a tag and its link.
func (j *Jail) TakeTag(tag string) {
	j.Link = ""
	j.Set("tag", tag)
	if j.Place == JailsPlace {
		j.link(tag)
	}
}

// ToTemplates moves the jail to the templates, under its tag. It returns zfs's
// objection, or "".
func (j *Jail) ToTemplates() (why string) {
	refused := func(n Notice) { why = n.About[0] }
	if j.move(TemplatesPlace, j.Tag(), refused) {
		j.Link = ""
		j.Set("type", "template")
	}
	return why
}

// SetNative sets a property of zfs. It returns zfs's objection, or "".
func (j *Jail) SetNative(name, value string) (why string) {
	j.setNative(Property{name, value}, func(n Notice) { why = n.About[0] })
	return why
}

// RunHook runs exec_start or a similar property of the jail, and returns what
// it prints and its exit status.
func (j *Jail) RunHook(property string) (output string, status int) { return runHook(j.Get(property)) }

// Halt takes the jail from the kernel.
func (j *Jail) Halt() { j.Running, j.Limits = nil, nil }

// Launch has jail(8) start the jail. It returns jail(8)'s complaints; if there
// are none, the jail is up.
func (j *Jail) Launch() (complaints []string) { return j.boot(func(Notice) {}) }

// UsesAddressIn reports whether the text has an IPv4 address in it that a jail
// on the machine uses: in 10.0.2.80 there is 10.0.2.8, too.
func (h *Host) UsesAddressIn(text string) bool {
	for candidate := range address.Within(text) {
		for _, p := range h.Pools {
			if len(p.Lookup(Key{Address, candidate})) > 0 {
				return true
			}
		}
	}
	return slices.ContainsFunc(h.OtherJails, func(other OtherJail) bool { return strings.Contains(text, other.IP4) })
}
