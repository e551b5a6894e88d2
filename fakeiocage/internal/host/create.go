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
	given := map[string]string{}
	for _, w := range props {
		given[w.Name] = w.Value
	}
	if given["host_hostname"] == "" {
		delete(given, "host_hostname")
	}
	numbers, ok := sequence(given, say)
	if !ok {
		return 0
	}
	empty := first == "-e"
	if !empty {
		if status := p.checkCreate(first, given, say); status != 0 {
			return status
		}
	}
	if status := evaluate(props, say); status != 0 {
		return status
	}
	p.host.use(m)
	for _, i := range numbers {
		j := p.newJail(given, empty, i, m, say)
		if given["start"] == "" || empty {
			continue
		}
		var stop bool
		if status, stop = j.Start(false, m, say); stop {
			return status
		}
	}
	return status
}

// checkCreate makes the checks of a create without -e, in the original's order.
func (p *Pool) checkCreate(first string, given map[string]string, say Say) int {
	if status := p.checkRelease(given, say); status != 0 || first == "" {
		return status
	}
	_, hasTemplate := given["template"]
	_, hasFlag := given["istemplate"]
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

func (p *Pool) checkRelease(given map[string]string, say Say) int {
	release, ok := given["release"]
	if !ok {
		release = p.host.Release()
	}
	installed := p.In(ReleasesPlace)
	listed := func(r *Jail) string { return r.Dataset() + "/root\t" + r.Get("mountpoint") + "/root" }
	matching := slices.ContainsFunc(installed, func(r *Jail) bool { return strings.Contains(listed(r), release) })
	switch {
	case len(installed) == 0:
		say.To(NoReleases)
	case release == "":
		say.To(GrepUsage)
		say.To(NotARelease, release)
	case matching:
		return 0
	case strings.Contains(release, "RELEASE"):
		say.To(ReleaseMissing, release)
		for _, r := range installed {
			say.To(ReleaseListed, fmt.Sprintf("%15s", r.Name))
		}
	default:
		say.To(NotARelease, release)
	}
	return 1
}

// sequence returns what `seq COUNT` prints: 1 to count, or from 1 downwards.
func sequence(given map[string]string, say Say) ([]int, bool) {
	count, ok := given["count"]
	switch count = strings.TrimSpace(count); {
	case !ok:
		return []int{1}, true
	case count == "":
		say.To(Raw, "usage: seq [-w] [-f format] [-s string] [-t string] [first [incr]] last")
		return nil, false
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		say.To(BadCount, count)
		return nil, false
	}
	if n < -maxCount || n > maxCount {
		say.To(Raw, "fakeiocage: cannot create "+count+" jails at once: ask for no more than "+strconv.Itoa(maxCount))
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

// newJail makes one jail. If there are several, the i-th gets its number in its
// tag and host name, and the i-th address.
func (p *Pool) newJail(given map[string]string, empty bool, i int, m Moment, say Say) *Jail {
	j := &Jail{Name: p.host.NewUUID(m.Now)}
	p.Add(JailsPlace, j)
	if why := j.checkAllNative(given); why != "" {
		say.To(Raw, "cannot create '"+j.Dataset()+"': "+why)
		j.Bare = true
	} else {
		j.fill(given, i, m, say)
		if empty && j.Get("type") == "basejail" {
			j.Set("type", "emptyjail")
		}
	}
	if empty {
		say.To(CreatedEmpty, j.Name)
		return j
	}
	j.relink(m, say)
	if !j.Bare {
		j.install(m, say)
	}
	say.To(Created, j.Name, j.createdTag(given, i, m))
	return j
}

func (j *Jail) checkAllNative(given map[string]string) string {
	for _, p := range prop.Table {
		value, ok := given[p.Name]
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
func (j *Jail) fill(given map[string]string, i int, m Moment, say Say) {
	count := countOf(given)
	_, counted := given["count"]
	j.Set("jail_zfs_dataset", dataDataset(m.UUID()))
	for name, value := range given {
		if p, _ := prop.Find(name); name != "host_hostuuid" && (value != "" || p.Group != prop.ZFS) {
			j.Set(name, canonical(name, value))
		}
	}
	if _, ok := given["bpf"]; ok {
		j.Set("devfs_ruleset", "5")
	}
	if _, ok := given["jail_zfs"]; ok {
		own := dataDataset(j.Name)
		j.Set("jail_zfs_dataset", cmp.Or(given["jail_zfs_dataset"], own))
		j.Data = j.Get("jail_zfs_dataset") == own
	}
	j.Set("tag", j.createdTag(given, i, m))
	switch {
	case counted && count < 1:
		j.Set("host_hostname", "")
	case count > 1:
		j.number(given, i, say)
	}
}

func (j *Jail) createdTag(given map[string]string, i int, m Moment) string {
	tag, ok := given["tag"]
	if !ok || tag == "default" {
		tag = m.Tag()
	}
	if countOf(given) > 1 {
		tag += "_" + strconv.Itoa(i)
	}
	return tag
}

func (j *Jail) number(given map[string]string, i int, say Say) {
	if name := given["host_hostname"]; name != "" {
		j.Set("host_hostname", name+"_"+strconv.Itoa(i))
	}
	if addr := given["ip4_addr"]; addr != "" && addr != "none" && i > 1 {
		j.Set("ip4_addr", nextAddress(addr, i-1, say))
	}
}

// countOf is the number of jails that the properties ask for; 0 if it is none.
func countOf(given map[string]string) int {
	n, _ := strconv.Atoi(strings.TrimSpace(given["count"]))
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
