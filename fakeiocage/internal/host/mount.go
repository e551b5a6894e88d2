package host

import (
	"path"
	"slices"
)

// basejailMounts are the folders of the release that a basejail mounts.
var basejailMounts = []string{
	"bin", "boot", "lib", "libexec", "rescue", "sbin", "etcupdate",
	"usr/bin", "usr/include", "usr/lib", "usr/libexec", "usr/ports", "usr/sbin",
	"usr/share", "usr/src", "usr/libdata", "usr/lib32",
}

// folder is where the command expects the jail to be mounted: hack88=1 cuts the
// uuid to eight characters.
func (j *Jail) folder() string {
	name := j.UUID()
	if j.Get("hack88") == "1" {
		name = name[:min(8, len(name))]
	}
	return path.Join(j.pool.Root(), "jails", name)
}

// misplaced reports whether the jail is not mounted where the command expects
// it, so that every mount below there fails.
func (j *Jail) misplaced() bool { return j.Get("mountpoint") != j.folder() }

// adjustMountpoint moves the mount point to where hack88 wants it. To cut it
// works in spite of complaints; to restore it does not work in this program.
func (j *Jail) adjustMountpoint(say Say) {
	switch {
	case !j.misplaced():
	case j.Get("hack88") == "1":
		j.truncate(say)
	default:
		say.To(RestoringMountpoint)
		if j.Place != JailsPlace {
			say.To(Raw, "cannot unmount '"+path.Join(j.pool.Root(), "jails", j.UUID()[:min(8, len(j.UUID()))])+"': No such file or directory")
		}
		say.To(Raw, "cannot open '"+j.UUID()+"': dataset does not exist")
		if j.Place != JailsPlace {
			line := "cannot open '" + j.pool.Name + "/iocage/jails/" + j.UUID() + "': dataset does not exist"
			say.To(Raw, line)
			say.To(Raw, line)
		}
	}
}

func (j *Jail) truncate(say Say) {
	say.To(TruncatingMountpoint)
	say.To(Raw, "cannot mount '"+j.Dataset()+"': filesystem already mounted")
	say.To(Raw, "cannot mount '"+j.Dataset()+"/root': filesystem already mounted")
	j.Set("mountpoint", j.folder())
}

func missing(command, folder string, say Say) {
	say.To(Raw, command+": "+folder+": No such file or directory")
}

// failMounts is what mounting the base below a missing folder says.
func failMounts(root string, say Say) {
	for _, folder := range []string{"/var", "/var/ports", "/var/ports", "", "/usr"} {
		missing("mkdir", root+folder, say)
	}
	failNullfs(root, say)
	missing("mount", root+"/tmp", say)
}

func failNullfs(root string, say Say) {
	for _, folder := range basejailMounts {
		missing("mount_nullfs", root+"/"+folder, say)
	}
}

// failUnmounts is what unmounting the base below a missing folder says.
func failUnmounts(root string, say Say) {
	for _, folder := range basejailMounts {
		failUnmount(root+"/"+folder, say)
	}
}

func failUnmount(folder string, say Say) {
	say.To(Raw, "umount: "+folder+": statfs: No such file or directory")
	say.To(Raw, "umount: "+folder+": unknown file system")
}

// unmount complains of mounts that are not there.
func (j *Jail) unmount(say Say) {
	root := j.folder() + "/root"
	if j.misplaced() {
		failUnmounts(root, say)
		return
	}
	if !j.Running.Unmounted {
		return
	}
	for _, folder := range basejailMounts {
		say.To(Raw, "umount: "+root+"/"+folder+": not a file system root directory")
	}
}

// install mounts the base of a new jail once, to prepare it. That fails when
// hack88 has just moved the jail, and when there is no such release.
func (j *Jail) install(say Say) {
	release := j.Get("release")
	switch root := path.Join(j.pool.Root(), "jails", j.Name, "root"); {
	case j.Get("hack88") == "1":
		j.truncate(say)
		missing("mount", root+"/dev", say)
		failMounts(root, say)
		failUnmount(root+"/dev", say)
		failUnmount(root+"/tmp", say)
	case !slices.ContainsFunc(j.pool.In(ReleasesPlace), func(r *Jail) bool { return r.Name == release }):
		failBase(path.Join(j.pool.Root(), "releases", release, "root"), say)
	}
}

// failBase is what copying from a release that is not there says.
func failBase(root string, say Say) {
	missing("cd", root+"/etc", say)
	missing("cd", root+"/root", say)
	missing("mount", root+"/dev", say)
	missing("mkdir", root, say)
	missing("chroot", root, say)
	failUnmount(root+"/dev", say)
	failNullfs(root, say)
}
