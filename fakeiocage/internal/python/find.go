package python

import (
	"slices"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// checkTags refuses two jails with one tag, as the program does whenever it
// looks for a jail (ioc_list.py, list_datasets).
func (c *call) checkTags(p *host.Pool) error {
	byTag := map[string][]string{}
	last := ""
	for _, each := range p.In(host.JailsPlace) {
		j, err := configured(each)
		if err != nil {
			return err
		}
		byTag[j.Tag()] = append(byTag[j.Tag()], j.Name)
		if len(byTag[j.Tag()]) > 1 {
			last = j.Tag()
		}
	}
	if len(byTag[last]) < 2 {
		return nil
	}
	return c.doubleTag(byTag, last)
}

// doubleTag names all jails that share their tag with another.
func (c *call) doubleTag(byTag map[string][]string, last string) error {
	tagOf := map[string]string{}
	var names []string
	for tag, jails := range byTag {
		if len(jails) > 1 {
			names = append(names, jails...)
			for _, name := range jails {
				tagOf[name] = tag
			}
		}
	}
	slices.Sort(names)
	c.printf("Duplicate tag (%s) detected!", last)
	for _, name := range names {
		c.printf("  %s (%s)", name, tagOf[name])
	}
	c.print("\nPlease run \"iocage set tag=NEWTAG UUID\" for one of the UUID's.")
	return raise("RuntimeError", "")
}
