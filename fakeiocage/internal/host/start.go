package host

import "strings"

// Start starts the jail and returns the exit status. stop says that a loop over
// several jails ends here (measured: start).
func (j *Jail) Start(force bool, m Moment, say Say) (status int, stop bool) {
	j.adjustMountpoint(m, say)
	switch {
	case j.Up():
		say.To(AlreadyUp, j.UUID(), j.Tag())
		return 1, false
	case !j.goodInterfaces():
		say.To(BadInterfaces, j.UUID())
		return 1, true
	case j.Get("istemplate") == "yes" && !force:
		say.To(IgnoringTemplate, j.Tag())
		return 0, false
	}
	j.migrate()
	if !j.mayStart(say) {
		return 1, true
	}
	mounted := j.mount(say)
	say.To(Starting, j.UUID(), j.Tag())
	if complaints := j.Boot(say); len(complaints) > 0 {
		say.All(complaints)
		j.fail(StartFailed, mounted, say)
		return 1, true
	}
	if !j.configure(mounted, say) || !j.startServices(mounted, say) {
		return 1, true
	}
	j.Set("last_started", m.started())
	return 0, false
}

// migrate converts the type of a jail of an older iocage to its present name.
func (j *Jail) migrate() {
	if j.Get("type") != "jail" {
		return
	}
	if _, _, clone := j.origin(); clone {
		j.Set("type", "clonejail")
		return
	}
	j.Set("type", "thickjail")
}

// mayStart makes the checks that precede jail(8).
func (j *Jail) mayStart(say Say) bool {
	machine := &j.pool.host.Machine
	vnet := j.Get("vnet") == "on"
	if j.Get("hostid") != machine.HostID {
		say.To(HostIDMismatch, j.Get("hostid"), machine.HostID)
		return false
	}
	if j.Get("jail_zfs") == "on" {
		j.Set("allow_mount", "1")
		j.Set("enforce_statfs", "1")
		j.Set("allow_mount_zfs", "1")
		j.missingData(say)
	}
	switch {
	case j.Get("dhcp") == "on" && !vnet:
		say.To(DHCPNeedsVNET, j.UUID())
	case j.Get("dhcp") == "on" && j.Get("bpf") == "off":
		say.To(DHCPNeedsBPF, j.UUID())
	case vnet && !machine.VNET():
		say.To(NoVNET, j.UUID())
	default:
		return true
	}
	return false
}

// goodInterfaces reports whether each entry has the form NIC:BRIDGE.
func (j *Jail) goodInterfaces() bool {
	for _, entry := range j.interfaces() {
		for word := range strings.FieldsSeq(entry) {
			nic, rest, _ := strings.Cut(word, ":")
			if bridge, _, _ := strings.Cut(rest, ":"); nic == "" || bridge == "" {
				return false
			}
		}
	}
	return true
}

// mount mounts what the jail needs, and reports whether all of it exists.
func (j *Jail) mount(say Say) bool {
	switch {
	case j.lost() && j.Get("type") == "clonejail":
		failMounts(j.wholeFolder()+"/root", say)
		return false
	case j.Place == TemplatesPlace:
		failNullfs(j.pool.Root()+"/releases//root", say)
		return false
	case j.misplaced():
		j.missingDataset(say)
		failMounts(j.folder()+"/root", say)
		return false
	case j.Place != JailsPlace || j.Rootless:
		j.missingDataset(say)
		failMounts(j.folder()+"/root", say)
		return false
	case j.mountsBase():
		return j.mountBase(say)
	}
	return true
}

// fail reports that the start failed, and removes the mounts. It complains about
// those that cannot be undone, because they were never made or are elsewhere.
func (j *Jail) fail(kind Kind, mounted bool, say Say) {
	say.To(kind)
	if j.Up() {
		j.Running.Unmounted = !mounted || !j.lost()
	}
	switch root := j.folder() + "/root"; {
	case j.lost():
		failUnmounts(j.wholeFolder()+"/root", say)
	case mounted:
	case j.Place != JailsPlace || j.Rootless || j.misplaced():
		failUnmounts(root, say)
	case j.mountsBase():
		j.notMounted(say)
	}
}

// Boot has jail(8) start the jail. It returns the complaints; if there are
// none, the jail is up.
func (j *Jail) Boot(say Say) (complaints []string) {
	if j.Up() {
		return []string{`jail: jail "` + j.KernelName() + `" already exists`}
	}
	if c := j.badParameter(); c != "" {
		return []string{c}
	}
	addresses, complaints := j.assignAll()
	if len(complaints) > 0 {
		return complaints
	}
	if complaint := j.refuseMounts(); complaint != "" {
		return []string{complaint}
	}
	if complaint := j.bootHook("exec_prestart", say); complaint != "" {
		return []string{complaint}
	}
	jid := j.pool.host.nextJID()
	if complaint := j.bootHook("exec_poststart", say); complaint != "" {
		return []string{complaint} // the jail was made, and removed again
	}
	j.Running = &Running{JID: jid, IP4: addresses, Params: j.Params()}
	if j.Get("vnet") != "on" {
		say.To(StartedShared)
		return nil
	}
	say.To(StartedVNET)
	j.connect(say)
	say.To(ConfiguredVNET)
	return nil
}

// bootHook runs a hook of jail(8), and returns its message if the hook failed.
func (j *Jail) bootHook(name string, say Say) string {
	output, status := runHook(j.hook(name))
	say.To(HookOutput, output)
	if status != 0 {
		return "jail: " + j.hook(name) + ": failed"
	}
	return ""
}

// refuseMounts returns the message of jail(8) if it cannot mount below the
// jail, or "".
func (j *Jail) refuseMounts() string {
	switch {
	case j.Place == DefaultsPlace || j.Place == ReleasesPlace:
		return "jail: mount.fstab: " + j.Get("mountpoint") + "/fstab: No such file or directory"
	case j.Rootless || j.Get("type") == "emptyjail":
		return "jail: mount.devfs: " + j.Get("mountpoint") + "/root/dev: No such file or directory"
	}
	return ""
}

// configure applies resource limits and CPU affinity.
func (j *Jail) configure(mounted bool, say Say) bool {
	j.ApplyLimits(say)
	list := j.Get("cpuset")
	if list == "off" {
		return true
	}
	say.To(SettingAffinity)
	if _, ok := parseCPUs(list); !ok {
		j.fail(AffinityFailed, mounted, say)
		return false
	}
	say.To(AffinitySet)
	return true
}

// startServices runs exec_start. Only status 1 is a failure, as is a jail that
// jexec(8) does not find or that has no system. The jail then stays up without
// its mounts.
func (j *Jail) startServices(mounted bool, say Say) bool {
	if j.Get("jail_zfs") == "on" {
		j.missingData(say)
	}
	say.To(StartingServices)
	if _, status := runHook(j.Get("exec_start")); status == 1 || !mounted {
		j.fail(ServicesFailed, mounted, say)
		return false
	}
	say.To(ServicesStarted)
	return true
}

// missingData prints an error if the dataset for the jail's own use is missing.
// A name that is not below iocage/jails is taken as it stands, with its pool.
func (j *Jail) missingData(say Say) {
	name := j.Get("jail_zfs_dataset")
	pool, _, _ := strings.Cut(name, "/")
	switch owner, below := j.dataOwner(); {
	case below && (owner == nil || !owner.Data):
		say.To(Raw, "cannot open '"+j.pool.Name+"/"+name+"': dataset does not exist")
	case !below && j.pool.host.Pool(pool) == nil:
		say.To(Raw, "cannot open '"+name+"': dataset does not exist")
	}
}
