package host

import (
	"slices"
	"strings"
)

// Activate marks the pool for iocage. It does not check whether another pool is
// already marked (measured: activate).
func (h *Host) Activate(name string, say Say) bool { return h.mark(name, "iocage", say) }

// Deactivate removes the mark by setting the value that the original writes.
func (h *Host) Deactivate(name string, say Say) bool { return h.mark(name, "inherit", say) }

func (h *Host) mark(name, comment string, say Say) bool {
	if why := badPoolName(name); why != "" {
		say.To(CannotOpen, name, why)
		return false
	}
	p := h.Pool(name)
	if p == nil {
		say.To(CannotOpen, name, "no such pool")
		return false
	}
	p.Comment = comment
	return true
}

func badPoolName(name string) string {
	first := name[0]
	if (first < 'a' || first > 'z') && (first < 'A' || first > 'Z') {
		return "name must begin with a letter"
	}
	if i := strings.IndexFunc(name, badInName); i >= 0 {
		return "invalid character '" + string([]rune(name[i:])[:1]) + "' in pool name"
	}
	return ""
}

// A Caller says who runs the command.
type Caller struct {
	Root bool // may change the host
	RC   bool // started by rc(8): RC_PID is set
}

// FindPool returns the active pool. If none is active, root activates the last
// one. FindPool returns nil after a notice if the command cannot continue
// (measured).
func (h *Host) FindPool(by Caller, say Say) *Pool {
	if marked := h.markedPools(); len(marked) > 1 {
		say.To(TwoPools, strings.Join(marked, ""))
		return nil
	}
	if i := slices.IndexFunc(h.Pools, (*Pool).Active); i >= 0 {
		return h.Pools[i]
	}
	switch {
	case by.RC:
		say.To(NoPoolSelected)
		return nil
	case !by.Root:
		say.To(RootToActivate)
		return nil
	}
	p := h.Pools[len(h.Pools)-1]
	p.Comment = "iocage"
	say.To(SettingUpPool, p.Name)
	return p
}

func (h *Host) markedPools() []string {
	var lines []string
	for _, p := range h.Pools {
		if p.marked() {
			lines = append(lines, p.Name+"\t"+p.Comment+"\n")
		}
	}
	return lines
}

// Prepare makes the missing datasets of Layout and reports whether the command
// may continue (measured).
func (p *Pool) Prepare(by Caller, m Moment, say Say) bool {
	for _, d := range Layout {
		if p.Has(d) {
			continue
		}
		if !by.Root {
			say.To(RootToCreate)
			return false
		}
		say.To(CreatingDataset, p.Name+"/"+d)
		p.Make(d, m)
	}
	return true
}

// Make makes one dataset of Layout; .defaults gets the default properties of
// the moment.
func (p *Pool) Make(dataset string, m Moment) {
	p.Datasets = append(p.Datasets, dataset)
	slices.Sort(p.Datasets)
	if dataset != "iocage/.defaults" {
		return
	}
	uuid := p.host.use(m)
	d := &Jail{Name: DefaultsPlace}
	p.Add(DefaultsPlace, d)
	d.Set("tag", m.Tag())
	d.Set("host_hostuuid", uuid)
	d.Set("host_hostname", uuid)
	d.Set("jail_zfs_dataset", dataDataset(uuid))
}

// Ready reports whether there is an active pool with all datasets, so that a
// command has nothing to prepare.
func (h *Host) Ready() bool {
	i := slices.IndexFunc(h.Pools, (*Pool).Active)
	return i >= 0 && len(h.markedPools()) == 1 && h.Pools[i].hasAll(Layout)
}
