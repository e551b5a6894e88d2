package host

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// maxCount limits how many jails one create makes; the original has no limit.
const maxCount = 10000

// Create makes the jails that the properties ask for, starts them if the
// properties say so (start=), and returns the exit status (measured: create).
// The first word of the command says whether the jails are empty, -e.
func (p *Pool) Create(first string, props []Property, m Moment, say Say) (status int) {
	c := newCreation(props, m, say)
	if c.given["host_hostname"] == "" {
		delete(c.given, "host_hostname")
	}
	numbers, ok := c.sequence()
	if !ok {
		return 0
	}
	empty := first == "-e"
	if !empty {
		if status := c.check(p, first); status != 0 {
			return status
		}
	}
	if status := evaluate(props, say); status != 0 {
		return status
	}
	p.host.use(m)
	for _, i := range numbers {
		j := c.make(p, i, empty)
		if c.given["start"] == "" || empty {
			continue
		}
		var stop bool
		if status, stop = j.Start(false, m, say); stop {
			return status
		}
	}
	return status
}

// A creation is what a create or a clone makes jails of.
type creation struct {
	given map[string]string // properties
	m     Moment
	say   Say
}

func newCreation(props []Property, m Moment, say Say) creation {
	c := creation{map[string]string{}, m, say}
	for _, w := range props {
		c.given[w.Name] = w.Value
	}
	return c
}

// check makes the checks of a create without -e, in the original's order.
func (c creation) check(p *Pool, first string) int {
	if status := c.checkRelease(p); status != 0 || first == "" {
		return status
	}
	say := c.say
	_, hasTemplate := c.given["template"]
	_, hasFlag := c.given["istemplate"]
	switch parts := strings.SplitN(first, "=", 3); {
	case len(parts) < 2 || parts[1] == "":
		say.To(InvalidSwitch, first)
	case hasFlag:
		say.To(TemplateLater)
	case hasTemplate:
		say.To(CloneForTemplate)
	default:
		return 0
	}
	return 1
}

// evaluate makes the values what they are between double quotes in the
// original's eval. The status is 0 unless a quote has no end.
func evaluate(props []Property, say Say) int {
	for _, w := range props {
		if strings.Count(w.Value, `"`)%2 == 1 {
			say.To(Unterminated)
			return 2
		}
	}
	return 0
}

func (c creation) checkRelease(p *Pool) int {
	say := c.say
	release, ok := c.given["release"]
	if !ok {
		release = p.host.Release()
	}
	installed := p.In(ReleasesPlace)
	listed := func(r *Jail) string { return r.Dataset() + "/root\t" + r.Get("mountpoint") + "/root" }
	matching := slices.ContainsFunc(installed, func(r *Jail) bool { return strings.Contains(listed(r), release) })
	switch {
	case release == "":
		say.To(GrepUsage)
		say.To(NotARelease, release)
	case matching:
		return 0
	case !strings.Contains(release, "RELEASE"):
		say.To(NotARelease, release)
	case len(installed) == 0:
		say.To(NoReleases)
	default:
		say.To(ReleaseMissing, release)
		for _, r := range installed {
			say.To(ReleaseListed, fmt.Sprintf("%15s", r.Name))
		}
	}
	return 1
}

// sequence returns what `seq COUNT` prints: 1 to count, or from 1 downwards.
func (c creation) sequence() ([]int, bool) {
	count, ok := c.given["count"]
	switch count = strings.TrimSpace(count); {
	case !ok:
		return []int{1}, true
	case count == "":
		c.say.To(Raw, "usage: seq [-w] [-f format] [-s string] [-t string] [first [incr]] last")
		return nil, false
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		c.say.To(BadCount, count)
		return nil, false
	}
	if n < -maxCount || n > maxCount {
		c.say.To(Raw, "fakeiocage: cannot create "+count+" jails at once: ask for no more than "+strconv.Itoa(maxCount))
		return nil, false
	}
	var numbers []int
	for i := 1; i <= n; i++ {
		numbers = append(numbers, i)
	}
	for i := 1; n < 1 && i >= n; i-- {
		numbers = append(numbers, i)
	}
	return numbers, true
}

// make makes one jail. If there are several, the i-th gets its number in its
// tag and host name, and the i-th address.
func (c creation) make(p *Pool, i int, empty bool) *Jail {
	j := &Jail{Name: p.host.NewUUID(c.m.Now)}
	p.Add(JailsPlace, j)
	if why := c.refused(j); why != "" {
		c.say.To(Raw, "cannot create '"+j.Dataset()+"': "+why)
		j.Bare = true
	} else {
		c.fill(j, i)
		if empty && j.Get("type") == "basejail" {
			j.Set("type", "emptyjail")
		}
	}
	if empty {
		c.say.To(CreatedEmpty, j.Name)
		return j
	}
	j.relink(c.m, c.say)
	if !j.Bare {
		j.install(c.m, c.say)
	}
	c.say.To(Created, j.Name, c.tag(i))
	return j
}

// refused returns zfs's objection to the first of its own properties that it does
// not take for the jail, or "".
func (c creation) refused(j *Jail) string {
	for _, p := range prop.Table {
		value, ok := c.given[p.Name]
		if !ok || p.Group != prop.ZFS {
			continue
		}
		if why := j.checkNative(p.Name, value); why != "" {
			return why
		}
	}
	return ""
}

// fill sets the properties of a new jail. It stores only values that are not
// built in; host_hostuuid cannot be chosen. An empty value unsets a property,
// except those of zfs.
func (c creation) fill(j *Jail, i int) {
	j.Set("jail_zfs_dataset", dataDataset(c.m.UUID()))
	for name, value := range c.given {
		if p, _ := prop.Find(name); name != "host_hostuuid" && (value != "" || p.Group != prop.ZFS) {
			j.Set(name, canonical(name, value))
		}
	}
	if _, ok := c.given["bpf"]; ok {
		j.Set("devfs_ruleset", "5")
	}
	if _, ok := c.given["jail_zfs"]; ok {
		own := dataDataset(j.Name)
		j.Set("jail_zfs_dataset", cmp.Or(c.given["jail_zfs_dataset"], own))
		j.Data = j.Get("jail_zfs_dataset") == own
	}
	j.Set("tag", c.tag(i))
	switch _, counted := c.given["count"]; {
	case counted && c.count() < 1:
		j.Set("host_hostname", "")
	case c.count() > 1:
		c.number(j, i)
	}
}

// tag is that of the i-th jail.
func (c creation) tag(i int) string {
	tag, ok := c.given["tag"]
	if !ok || tag == "default" {
		tag = c.m.Tag()
	}
	if c.count() > 1 {
		tag += "_" + strconv.Itoa(i)
	}
	return tag
}

// number gives one of several jails its own name and address.
func (c creation) number(j *Jail, i int) {
	if name := c.given["host_hostname"]; name != "" {
		j.Set("host_hostname", name+"_"+strconv.Itoa(i))
	}
	if addr := c.given["ip4_addr"]; addr != "" && addr != "none" && i > 1 {
		j.Set("ip4_addr", nextAddress(addr, i-1, c.say))
	}
}

// count is the number of jails that the properties ask for; 0 if it is none.
func (c creation) count() int {
	n, _ := strconv.Atoi(strings.TrimSpace(c.given["count"]))
	return n
}

// nextAddress adds n to the last octet of IF|ADDRESS/LEN, without a limit. The
// original cuts the value at its bar, dots and slash, whether it has them or
// not, and expr(1) complains of an octet that is empty.
func nextAddress(value string, n int, say Say) string {
	nic, rest, _ := strings.Cut(value, "|")
	bare, _, _ := strings.Cut(rest, "/")
	_, length, _ := strings.Cut(value, "/")
	octets := strings.Split(bare, ".")
	last := octets[len(octets)-1]
	if len(octets) > 3 {
		octets, last = octets[:3], octets[3]
	}
	octet, err := strconv.Atoi(last)
	if err != nil {
		say.To(Raw, "expr: syntax error")
		last = ""
	} else {
		last = strconv.Itoa(octet + n)
	}
	return nic + "|" + strings.Join(octets, ".") + "." + last + "/" + length
}
