package host

// A Health is the state of a pool's devices as zpool(8) prints it; empty means
// ONLINE.
type Health string

// The values that zpool list may show.
const (
	Online    Health = "ONLINE"
	Degraded  Health = "DEGRADED"
	Faulted   Health = "FAULTED"
	Offline   Health = "OFFLINE"
	Removed   Health = "REMOVED"
	Suspended Health = "SUSPENDED"
	Unavail   Health = "UNAVAIL"
)

// Healths are all values of Health.
var Healths = []Health{Online, Degraded, Faulted, Offline, Removed, Suspended, Unavail}

// diskSize is the size of every pool, that of a disk of 500 GB.
const diskSize = 464 << 30

// A Space is a pool's size and use.
type Space struct {
	Size, Alloc, Free string // in the units of zpool
	Percent           int
}

// Space returns the use of the pool by its datasets, or by the percentage in
// Filled.
func (p *Pool) Space() Space {
	alloc := emptySize + int64(p.Filled)*diskSize/100
	for _, j := range p.Jails("") {
		alloc += j.used()
	}
	alloc = min(alloc, diskSize)
	return Space{
		Size: formatSize(diskSize), Alloc: formatSize(alloc), Free: formatSize(diskSize - alloc),
		Percent: int((alloc*100 + diskSize/2) / diskSize),
	}
}
