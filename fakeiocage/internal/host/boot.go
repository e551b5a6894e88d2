package host

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// LastPriority is the priority of jails that rcboot starts in the background.
const LastPriority = 99

// BootOrder returns the jails with boot=on and the host's hostid, in the order
// of sort -n over PRIORITY,UUID. rcboot starts them in this order, rcshutdown
// stops them in reverse (measured: rcboot).
func (p *Pool) BootOrder() []*Jail {
	var jails []*Jail
	for _, j := range p.In(JailsPlace) {
		if len(j.Name) == 36 && j.Raw("boot") == "on" && j.Raw("hostid") == p.host.HostID {
			jails = append(jails, j)
		}
	}
	slices.SortStableFunc(jails, func(a, b *Jail) int {
		return cmp.Or(cmp.Compare(a.Priority(), b.Priority()),
			strings.Compare(a.Raw("priority")+","+a.Name, b.Raw("priority")+","+b.Name))
	})
	return jails
}

// Priority returns the number at the beginning of the property priority, or 0
// if there is none.
func (j *Jail) Priority() int {
	value := strings.TrimSpace(j.Raw("priority"))
	end := 0
	for end < len(value) && (value[end] >= '0' && value[end] <= '9' || end == 0 && value[end] == '-') {
		end++
	}
	n, _ := strconv.Atoi(value[:end])
	return n
}
