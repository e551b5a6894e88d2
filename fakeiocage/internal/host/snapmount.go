package host

import (
	"path"
	"slices"
	"strings"
)

// folders are the folders of the imitated machine outside its pools.
var folders = []string{
	"/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/libexec", "/media", "/mnt", "/proc", "/rescue", "/root",
	"/sbin", "/tmp", "/usr", "/usr/home", "/usr/local", "/var", "/var/log", "/var/tmp",
}

// HasFolder reports whether the machine has the folder: those of a fresh
// FreeBSD, and those of iocage's jails.
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

// MountSnapshot mounts a snapshot of the dataset together with that of its
// root, or that of the root only, on a folder of the host. If there is none it
// does nothing.
func (j *Jail) MountSnapshot(name, folder string) {
	for _, below := range []string{"", rootBelow} {
		if i := j.snapshot(below, name); i >= 0 {
			j.mountSnapshot(i, folder)
			return
		}
	}
}

// UnmountSnapshot unmounts the snapshot. It returns false if it was not
// mounted.
func (j *Jail) UnmountSnapshot(name string) bool {
	for _, below := range []string{"", rootBelow} {
		if i := j.snapshot(below, name); i >= 0 && j.Snapshots()[i].Mounted != "" {
			j.mountSnapshot(i, "")
			return true
		}
	}
	return false
}

func (j *Jail) mountSnapshot(i int, folder string) {
	j.changeSnapshot(i, func(s *Snapshot) { s.Mounted = folder })
}
