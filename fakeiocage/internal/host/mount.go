package host

import (
	"path"
	"strings"
)

// basejailMounts are the folders of the release that a basejail mounts.
var basejailMounts = []string{
	"bin", "boot", "lib", "libexec", "rescue", "sbin", "etcupdate",
	"usr/bin", "usr/include", "usr/lib", "usr/libexec", "usr/ports", "usr/sbin",
	"usr/share", "usr/src", "usr/libdata", "usr/lib32",
}

// folder is where the command expects the jail to be mounted. hack88=1 shortens
// the uuid to eight characters.
func (j *Jail) folder() string {
	name := j.UUID()
	if j.Get("hack88") == "1" {
		name = short(name)
	}
	return path.Join(j.pool.Root(), "jails", name)
}

// wholeFolder is the folder of the jail with the whole uuid.
func (j *Jail) wholeFolder() string { return path.Join(j.pool.Root(), "jails", j.UUID()) }

// lost reports whether the original looks for the jail's mounts in wholeFolder
// although hack88 has moved the jail: it does so for a clone, and when a start
// fails. The later dialect means to hand the short name to its caller, and sets
// a local variable (source: lib/ioc-hacks of iocage).
func (j *Jail) lost() bool {
	return j.Get("hack88") == "1" && j.mountsBase() && j.Place == JailsPlace
}

// short is the first group of a uuid.
func short(uuid string) string {
	group, _, _ := strings.Cut(uuid, "-")
	return group
}

// misplaced reports whether the jail is not mounted where the command expects
// it. Every mount below that folder then fails.
func (j *Jail) misplaced() bool { return j.Get("mountpoint") != j.folder() }

// adjustMountpoint moves the mount point to where hack88 wants it, if the last
// part of the path is as long as a uuid, or shorter. Shortening works despite
// complaints; restoring works only in the later dialect (source: lib/ioc-hacks
// of iocage).
func (j *Jail) adjustMountpoint(m Moment, say Say) {
	tail := j.Get("mountpoint")
	if i := strings.LastIndex(tail, "jails"); i >= 0 {
		tail = tail[min(len(tail), i+len("jails")+1):]
	}
	switch cut := j.Get("hack88") == "1"; {
	case j.Get("istemplate") != "no":
	case cut && len(tail) == uuidLength:
		j.truncate(say)
	case !cut && len(tail) < uuidLength:
		j.restore(m, say)
	}
}

const uuidLength = 36

func (j *Jail) truncate(say Say) {
	say.To(TruncatingMountpoint)
	j.alreadyMounted(say)
	j.Set("mountpoint", path.Join(j.pool.Root(), "jails", short(j.UUID())))
}

func (j *Jail) alreadyMounted(say Say) {
	for _, below := range j.filesystems() {
		say.To(Raw, "cannot mount '"+j.filesystem(below)+"': filesystem already mounted")
	}
}

func (j *Jail) restore(m Moment, say Say) {
	say.To(RestoringMountpoint)
	if j.Place != JailsPlace {
		say.To(Raw, "cannot unmount '"+path.Join(j.pool.Root(), "jails", short(j.UUID()))+"': No such file or directory")
	}
	if m.RestoresMountpoint {
		j.Set("mountpoint", path.Join(j.pool.Root(), "jails", j.UUID()))
	} else {
		say.To(Raw, "cannot open '"+j.UUID()+"': dataset does not exist")
	}
	switch {
	case j.Place != JailsPlace:
		j.missingDataset(say)
	case m.RestoresMountpoint:
		j.alreadyMounted(say)
	}
}

// missingDataset prints the error of zfs about what would be the jail's dataset,
// if it lies elsewhere.
func (j *Jail) missingDataset(say Say) {
	if j.Place != JailsPlace {
		say.To(Raw, "cannot open '"+j.pool.Name+"/iocage/jails/"+j.UUID()+"': dataset does not exist")
	}
}

func missing(command, folder string, say Say) {
	say.To(Raw, command+": "+folder+": No such file or directory")
}

// failMounts prints the errors of mounting the base below a missing folder.
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

// failUnmounts prints the errors of unmounting the base below a missing folder.
func failUnmounts(root string, say Say) {
	for _, folder := range basejailMounts {
		failUnmount(root+"/"+folder, say)
	}
}

func failUnmount(folder string, say Say) {
	say.To(Raw, "umount: "+folder+": statfs: No such file or directory")
	say.To(Raw, "umount: "+folder+": unknown file system")
}

// unmount complains about mounts that do not exist.
func (j *Jail) unmount(say Say) {
	switch {
	case j.Get("type") == "template":
		failUnmounts(j.folder()+"/root", say)
	case !j.mountsBase():
	case j.misplaced():
		failUnmounts(j.folder()+"/root", say)
	case j.Running != nil && j.Running.Unmounted:
		j.notMounted(say)
	}
}

// notMounted prints the errors of unmounting a base that is not mounted.
func (j *Jail) notMounted(say Say) {
	for _, folder := range basejailMounts {
		say.To(Raw, "umount: "+j.folder()+"/root/"+folder+": not a file system root directory")
	}
}

// install mounts the base of a new jail once, to prepare it. That fails if the
// release is missing, and, except in the later dialect, if hack88 has just
// moved the jail.
func (j *Jail) install(m Moment, say Say) {
	release := j.Get("release")
	cut := j.Get("hack88") == "1"
	if cut {
		j.truncate(say)
	}
	switch root := path.Join(j.pool.Root(), "jails", j.Name, "root"); {
	case cut && !m.RestoresMountpoint:
		missing("mount", root+"/dev", say)
		failMounts(root, say)
		failUnmount(root+"/dev", say)
		failUnmount(root+"/tmp", say)
	case !j.pool.Installed(release):
		failBase(path.Join(j.pool.Root(), "releases")+"/"+release+"/root", say)
	}
}

// failBase prints the errors of copying from a missing release.
func failBase(root string, say Say) {
	missing("cd", root+"/etc", say)
	missing("cd", root+"/root", say)
	failEtcupdate(root, say)
}

// failEtcupdate prints the errors of preparing and mounting a missing release.
func failEtcupdate(root string, say Say) {
	missing("mount", root+"/dev", say)
	missing("mkdir", root, say)
	missing("chroot", root, say)
	failUnmount(root+"/dev", say)
	failNullfs(root, say)
}
