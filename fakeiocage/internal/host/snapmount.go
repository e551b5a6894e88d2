package host

import (
	"path"
	"slices"
	"strings"
)

// folders are those of the imitated machine outside its pools.
var folders = []string{
	"/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/libexec", "/media", "/mnt", "/proc", "/rescue", "/root",
	"/sbin", "/tmp", "/usr", "/usr/home", "/usr/local", "/var", "/var/log", "/var/tmp",
}

// HasFolder reports whether the machine has the folder: those of a fresh
// FreeBSD, and where iocage keeps its jails.
func (h *Host) HasFolder(name string) bool {
	name = path.Clean(name)
	if slices.Contains(folders, name) {
		return true
	}
	for _, p := range h.Pools {
		for _, d := range p.Datasets {
			if name == path.Join("/", p.Altroot, d) {
				return true
			}
		}
		below, inside := strings.CutPrefix(strings.TrimSuffix(name, "/root"), p.Root()+"/")
		if inside && p.Jail(below) != nil {
			return true
		}
	}
	return false
}

// MountSnapshot mounts the snapshot of the dataset, with that of its root, or
// that of the root alone, on a folder of the host. It does nothing when there is
// none.
func (j *Jail) MountSnapshot(name, folder string) {
	for _, below := range []string{"", rootBelow} {
		if i := j.snapshot(below, name); i >= 0 {
			j.Snapshots[i].Mounted = folder
			return
		}
	}
}

// UnmountSnapshot unmounts it again; it is false when it was not mounted.
func (j *Jail) UnmountSnapshot(name string) bool {
	for _, below := range []string{"", rootBelow} {
		if i := j.snapshot(below, name); i >= 0 && j.Snapshots[i].Mounted != "" {
			j.Snapshots[i].Mounted = ""
			return true
		}
	}
	return false
}
