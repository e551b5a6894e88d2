package host

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/address"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// maxCount limits how many jails one create makes; the original has no limit.
const maxCount = 10000

// Create makes the jails that the properties ask for, starts them if the
// properties say so (start=), and returns the exit status (measured: create).
func (p *Pool) Create(props []Property, empty bool, m Moment, say Say) (status int) {
	given := map[string]string{}
	for _, w := range props {
		given[w.Name] = w.Value
	}
	if status := p.checkCreate(given, empty, say); status != 0 {
		return status
	}
	p.host.use(m)
	numbers, ok := sequence(given["count"], say)
	if !ok {
		return 0
	}
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

func (p *Pool) checkCreate(given map[string]string, empty bool, say Say) int {
	if _, ok := given["istemplate"]; ok {
		say.To(TemplateLater)
		return 1
	}
	if _, ok := given["template"]; ok {
		say.To(CloneForTemplate)
		return 1
	}
	if empty {
		return 0
	}
	return p.checkRelease(given, say)
}

func (p *Pool) checkRelease(given map[string]string, say Say) int {
	release, ok := given["release"]
	if !ok {
		release = p.host.Release()
	}
	installed := p.In(ReleasesPlace)
	matching := slices.ContainsFunc(installed, func(r *Jail) bool { return strings.Contains(r.Name, release) })
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
func sequence(count string, say Say) ([]int, bool) {
	if count == "" {
		return []int{1}, true
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
		if empty {
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
// built in; host_hostuuid cannot be chosen.
func (j *Jail) fill(given map[string]string, i int, m Moment, say Say) {
	count, _ := strconv.Atoi(given["count"])
	_, counted := given["count"]
	for name, value := range given {
		if name != "host_hostuuid" && value != "" {
			j.Set(name, canonical(name, value))
		}
	}
	j.Set("jail_zfs_dataset", dataDataset(m.UUID()))
	if _, ok := given["bpf"]; ok {
		j.Set("devfs_ruleset", "5")
	}
	if given["jail_zfs"] == "on" {
		j.Data = true
		j.Set("jail_zfs_dataset", dataDataset(j.Name))
	}
	if given["tag"] == "default" {
		say.To(ReservedTag, m.Tag())
	}
	j.Set("tag", j.createdTag(given, i, m))
	switch {
	case counted && count < 1:
		j.Set("host_hostname", "")
	case count > 1:
		j.number(given, i)
	}
}

func (j *Jail) createdTag(given map[string]string, i int, m Moment) string {
	tag := given["tag"]
	if tag == "" || tag == "default" {
		tag = m.Tag()
	}
	if count, _ := strconv.Atoi(given["count"]); count > 1 {
		tag += "_" + strconv.Itoa(i)
	}
	return tag
}

func (j *Jail) number(given map[string]string, i int) {
	if name := given["host_hostname"]; name != "" {
		j.Set("host_hostname", name+"_"+strconv.Itoa(i))
	}
	if addr := given["ip4_addr"]; addr != "" && addr != "none" {
		j.Set("ip4_addr", nextAddress(addr, i-1))
	}
}

// nextAddress adds n to the last octet of IF|ADDRESS/LEN. It returns any other
// value unchanged.
func nextAddress(value string, n int) string {
	nic, rest, hasNIC := strings.Cut(value, "|")
	if !hasNIC {
		nic, rest = "", value
	} else {
		nic += "|"
	}
	bare, length, hasLength := strings.Cut(rest, "/")
	if hasLength {
		length = "/" + length
	}
	octets, isV4 := address.V4(bare)
	if !isV4 {
		return value
	}
	octets[3] += byte(n)
	return nic + address.Text(octets) + length
}
