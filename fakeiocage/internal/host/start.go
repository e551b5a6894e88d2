package host

import "strings"

// Start starts the jail and returns the exit status; stop says that a loop over
// several jails ends here (measured: start).
func (j *Jail) Start(force bool, m Moment, say Say) (status int, stop bool) {
	if j.Up() {
		say.To(AlreadyUp, j.UUID(), j.Tag())
		return 1, false
	}
	if j.Get("istemplate") == "yes" && !force {
		say.To(IgnoringTemplate, j.Tag())
		return 0, false
	}
	if !j.mayStart(say) {
		return 1, true
	}
	j.adjustMountpoint(say)
	say.To(Starting, j.UUID(), j.Tag())
	if j.misplaced() {
		failMounts(j.folder()+"/root", say)
	}
	if complaints := j.boot(say); len(complaints) > 0 {
		for _, c := range complaints {
			say.To(Raw, c)
		}
		say.To(StartFailed)
		if j.misplaced() {
			failUnmounts(j.folder()+"/root", say)
		}
		return 1, true
	}
	if !j.configure(say) || !j.startServices(say) {
		return 1, true
	}
	j.Set("last_started", m.started())
	return 0, false
}

// mayStart makes the checks that come before jail(8) is asked.
func (j *Jail) mayStart(say Say) bool {
	machine := &j.pool.host.Machine
	vnet := j.Get("vnet") == "on"
	switch {
	case !goodInterfaces(j.Get("interfaces")):
		say.To(BadInterfaces, j.UUID())
	case j.Get("hostid") != machine.HostID:
		say.To(HostIDMismatch, j.Get("hostid"), machine.HostID)
	case j.Get("dhcp") == "on" && !vnet:
		say.To(DHCPNeedsVNET, j.UUID())
	case j.Get("dhcp") == "on" && j.Get("bpf") == "off":
		say.To(DHCPNeedsBPF, j.UUID())
	case vnet && machine.Sysctl["kern.features.vimage"] == "":
		say.To(NoVNET, j.UUID())
	default:
		return true
	}
	return false
}

// goodInterfaces reports whether each entry has the form NIC:BRIDGE.
func goodInterfaces(list string) bool {
	for entry := range strings.SplitSeq(list, ",") {
		if nic, bridge, ok := strings.Cut(entry, ":"); !ok || nic == "" || bridge == "" {
			return false
		}
	}
	return true
}

// boot has jail(8) start the jail. It returns what it complains of; none: the
// jail is up.
func (j *Jail) boot(say Say) (complaints []string) {
	if c := j.badParameter(); c != "" {
		return []string{c}
	}
	vnet := j.Get("vnet") == "on"
	var addresses []string
	if !vnet && j.Get("ip4_addr") != "none" {
		if addresses, complaints = j.assign(j.Get("ip4_addr")); len(complaints) > 0 {
			return complaints
		}
	}
	if j.Place != JailsPlace {
		return []string{"jail: mount.fstab: " + j.Get("mountpoint") + "/fstab: No such file or directory"}
	}
	if j.Get("type") == "emptyjail" {
		return []string{"jail: mount.devfs: " + j.Get("mountpoint") + "/root/dev: No such file or directory"}
	}
	output, status := runHook(j.Get("exec_prestart"))
	say.To(HookOutput, output)
	if status != 0 {
		return []string{"jail: " + j.Get("exec_prestart") + ": failed"}
	}
	j.Running = &Running{JID: j.pool.host.nextJID(), IP4: addresses}
	if vnet {
		say.To(StartedVNET)
		say.To(ConfiguredVNET)
	} else {
		say.To(StartedShared)
	}
	return nil
}

// configure applies resource limits and CPU affinity.
func (j *Jail) configure(say Say) bool {
	if j.Get("rlimits") == "on" {
		say.To(ApplyingLimits)
		j.applyLimits(say)
	}
	cpus := j.Get("cpuset")
	if cpus == "off" {
		return true
	}
	say.To(SettingAffinity)
	if !goodCPUSet(cpus) {
		say.To(AffinityFailed)
		return false
	}
	say.To(AffinitySet)
	return true
}

// startServices runs exec_start. Only status 1 is a failure; the jail then
// stays up without its mounts.
func (j *Jail) startServices(say Say) bool {
	say.To(StartingServices)
	if _, status := runHook(j.Get("exec_start")); status == 1 || j.misplaced() {
		j.Running.Unmounted = true
		say.To(ServicesFailed)
		if j.misplaced() {
			failUnmounts(j.folder()+"/root", say)
		}
		return false
	}
	if j.Get("jail_zfs") == "on" {
		j.missingData(say)
	}
	say.To(ServicesStarted)
	return true
}

// missingData says twice that the dataset for the jail's own use is missing, if
// it is: once for each zfs command that wants it.
func (j *Jail) missingData(say Say) {
	if owner := j.dataOwner(); owner != nil && owner.Data {
		return
	}
	line := "cannot open '" + j.pool.Name + "/" + j.Get("jail_zfs_dataset") + "': dataset does not exist"
	say.To(Raw, line)
	say.To(Raw, line)
}
