package host

// A Health is what zpool(8) says of a pool's devices; empty stands for ONLINE.
type Health string

// What zpool list may show.
const (
	Online    Health = "ONLINE"
	Degraded  Health = "DEGRADED"
	Faulted   Health = "FAULTED"
	Offline   Health = "OFFLINE"
	Removed   Health = "REMOVED"
	Suspended Health = "SUSPENDED"
	Unavail   Health = "UNAVAIL"
)

// Healths are all of them.
var Healths = []Health{Online, Degraded, Faulted, Offline, Removed, Suspended, Unavail}

// diskSize is the size of every pool, that of a disk of 500 GB.
const diskSize = 464 << 30

// A Space is how much a pool holds.
type Space struct {
	Size, Alloc, Free string // as zpool writes sizes
	Percent           int
}

// Space is what the pool's datasets take of its disk, or as much as Filled says.
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
