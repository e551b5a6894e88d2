package host

import (
	"slices"
	"time"
)

// Installed reports whether the pool has the release.
func (p *Pool) Installed(release string) bool { return p.Jail(ReleasesPlace+"/"+release) != nil }

// Update updates the system of the jail, after a snapshot to go back to. A
// basejail has the system of its release. The name is the one that the user
// gave (measured: update).
func (j *Jail) Update(name string, m Moment, say Say) {
	release := j.Get("release")
	switch j.Get("type") {
	case "basejail":
		j.freebsdUpdate(say)
		j.remountBase(say)
		say.To(Updated, name)
		return
	case "gitjail":
		say.To(Raw, notAGitRepository)
		return
	}
	snapshot := "ioc-update_" + m.started()
	say.To(UpdateSnapshot)
	say.All(j.TakeSnapshot(snapshot, RootOnly, m.Now))
	say.To(UpdatingJail)
	if j.pool.Installed(release) {
		j.missingSystem(say)
		j.freebsdUpdate(say)
	}
	say.To(UpdatedItself, name, j.filesystem(rootBelow)+"@"+snapshot)
}

// missingSystem prints the errors of preparing an empty jail for
// freebsd-update(8), which then runs all the same.
func (j *Jail) missingSystem(say Say) {
	if j.Get("type") != "emptyjail" {
		return
	}
	root := j.Get("mountpoint") + "/root"
	say.To(Raw, "/usr/local/sbin/iocage: cannot create "+root+"/etc/resolv.conf: No such file or directory")
	missing("mount", root+"/dev", say)
	failUnmount(root+"/dev", say)
}

// notAGitRepository is the message of git(1) in a jail that came from no
// repository.
const notAGitRepository = "fatal: not a git repository (or any of the parent directories): .git"

func (j *Jail) freebsdUpdate(say Say) {
	if j.pool.Installed(j.Get("release")) {
		say.FreeBSDUpdate(j.pool.host.Release())
	}
}

// FreeBSDUpdate is what freebsd-update(8) says of a system without updates, when
// it is to fetch and install them.
func (say Say) FreeBSDUpdate(release string) {
	say.To(NoUpdates, release)
	say.To(NothingToInstall, freebsdUpdate)
}

const freebsdUpdate = "/usr/sbin/freebsd-update"

// Upgrade moves the jail to another release and returns the exit status
// (measured: upgrade). The merge of /etc always succeeds here.
func (j *Jail) Upgrade(name, release string, m Moment, say Say) int {
	snapshot := "ioc-upgrade_" + m.Now.Format(time.DateOnly)
	switch j.Get("type") {
	case "basejail":
		j.Set("release", release)
		j.remountBase(say)
		say.All(j.TakeSnapshot(snapshot, RootOnly, m.Now))
		say.To(Upgraded, name)
		say.To(UpgradeBackup, j.Get("mountpoint")+"/etc.old")
	case "thickjail":
		say.To(UpdatingFirst, name)
		j.Update(name, m, Nobody)
		say.To(UpgradeSnapshot)
		say.All(j.TakeSnapshot(snapshot, RootOnly, m.Now))
		say.To(UpgradingJail)
		say.To(FreeBSDUpgrade)
		say.To(NothingToInstall, freebsdUpdate)
		j.Set("release", release)
		say.To(Upgraded, name)
	default:
		say.To(CannotUpgrade)
		return 1
	}
	say.To(UpgradeDone, j.filesystem(rootBelow)+"@"+snapshot)
	return 0
}

// mountBase mounts the release below a basejail. If there is no such release,
// it complains and returns false.
func (j *Jail) mountBase(say Say) bool {
	release := j.Get("release")
	if j.pool.Installed(release) {
		return true
	}
	root := j.pool.Root() + "/releases/" + release + "/root"
	if j.Get("type") == "clonejail" {
		failNullfs(root, say)
		return false
	}
	failEtcupdate(root, say)
	return false
}

// remountBase mounts the release below a basejail and unmounts it again. If
// there is no such release, nothing is mounted.
func (j *Jail) remountBase(say Say) {
	if j.Place == JailsPlace && j.misplaced() {
		failMounts(j.folder()+"/root", say)
	} else {
		j.mountBase(say)
	}
	switch {
	case j.Place == JailsPlace && j.Get("mountpoint") != j.wholeFolder():
		failUnmounts(j.wholeFolder()+"/root", say) // not where hack88 has moved the jail
	case !j.pool.Installed(j.Get("release")):
		j.notMounted(say)
	}
}

// mountsBase reports whether the jail uses folders of its release.
func (j *Jail) mountsBase() bool {
	return slices.Contains([]string{"basejail", "clonejail"}, j.Get("type"))
}
