package cli

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/address"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
)

// list prints the jails, the templates or the releases. Only the first word
// counts.
func list(c *call, p *host.Pool, words []string) int {
	word, rest := first(words)
	switch word {
	case "":
		c.out.Print(render.List(listed(p), p.Host().OtherJails))
	case "-t":
		c.out.Print(render.List(p.In(host.TemplatesPlace), nil))
	case "-r":
		c.out.Printf("Downloaded releases:\n%s", releases(p))
	case "-s":
		key, _ := first(rest)
		jails := listed(p)
		sortBy(strings.ToLower(key), jails)
		c.out.Print(render.List(jails, p.Host().OtherJails))
	case "--warden":
		for _, j := range listed(p) {
			c.out.Print(render.Warden(j))
		}
	default:
		c.say.To(host.InvalidSwitch, word)
		return 1
	}
	return 0
}

// listed returns the jails whose dataset has a name as long as a uuid, 36
// characters.
func listed(p *host.Pool) []*host.Jail {
	return slices.DeleteFunc(p.In(host.JailsPlace), func(j *host.Jail) bool { return len(j.Name) != 36 })
}

// releases lists the names that end in RELEASE, right-aligned.
func releases(p *host.Pool) string {
	var b bytes.Buffer
	for _, r := range p.In(host.ReleasesPlace) {
		if strings.HasSuffix(r.Name, "RELEASE") {
			b.WriteString(strings.Repeat(" ", max(0, 15-len(r.Name))) + r.Name + "\n")
		}
	}
	return b.String()
}

// sortBy sorts as sort(1) does for the key: by jid if there is no key, and not
// at all for an unknown one.
func sortBy(key string, jails []*host.Jail) {
	if key == "" {
		key = "jid"
	}
	column := slices.Index([]string{"jid", "uuid", "boot", "state", "tag", "type", "ip4"}, key)
	if column < 0 {
		return
	}
	slices.SortStableFunc(jails, func(a, b *host.Jail) int {
		left, right := render.Row(a), render.Row(b)
		switch key {
		case "jid":
			n, m := number(left[column]), number(right[column])
			return cmp.Or(cmp.Compare(n, m), slices.Compare(left, right))
		case "ip4":
			a, b := octets(left[column]), octets(right[column])
			return cmp.Or(bytes.Compare(a[:], b[:]), slices.Compare(left, right))
		}
		return cmp.Or(slices.Compare(left[column:], right[column:]), slices.Compare(left, right))
	})
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// octets returns those of the first address in a cell; "-" sorts first.
func octets(cell string) [4]byte {
	first, _, _ := strings.Cut(cell, ",")
	all, _ := address.V4(first)
	return all
}
