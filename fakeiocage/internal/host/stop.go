package host

import (
	"slices"
	"strings"
)

// Stop stops the jail and returns the exit status (measured: stop).
func (j *Jail) Stop(m Moment, say Say) int {
	if m.RestoresMountpoint {
		j.adjustMountpoint(m, say)
	}
	if !j.Up() {
		say.To(AlreadyDown, j.UUID(), j.Tag())
		return 1
	}
	say.To(Stopping, j.UUID(), j.Tag())
	j.stopStep(RunningPreStop, "exec_prestop", say)
	j.stopStep(StoppingServices, "exec_stop", say)
	if j.Get("vnet") == "on" {
		say.To(TearingDownVNET)
	} else if j.Get("ip4") != "inherit" {
		j.unassignAll(say)
	}
	if j.Get("jail_zfs") == "on" {
		j.missingData(say)
		j.missingData(say)
	}
	say.To(RemovingJail)
	j.unmount(say)
	j.stopStep(RunningPostStop, "exec_poststop", say)
	j.Running = nil
	if j.pool.host.NoRctl() == "" {
		j.Limits = nil
	}
	return 0
}

// Halt takes the jail from the kernel.
func (j *Jail) Halt() { j.Running, j.Limits = nil, nil }

// stopStep runs one hook and appends its output to the line. Only status 1 is a
// failure, and no failure changes the exit status.
func (j *Jail) stopStep(step Kind, hook string, say Say) {
	say.To(step)
	output, status := runHook(j.hook(hook))
	if step == StoppingServices && j.lostSystem() {
		status = 1 // /etc/rc.shutdown is missing
	}
	say.To(HookOutput, output)
	padding := "    "
	if step == RunningPreStop { // one letter shorter than the others
		padding += " "
	}
	if status == 1 {
		say.To(StepFailed, padding)
		return
	}
	say.To(StepOK, "    "+padding)
}

// lostSystem reports whether the jail runs without the folders of its release,
// because a start failed after it had made the jail.
func (j *Jail) lostSystem() bool { return j.Running.Unmounted && (j.misplaced() || j.mountsBase()) }

func (j *Jail) unassignAll(say Say) {
	for _, property := range []string{"ip4_addr", "ip6_addr"} {
		if list := j.Get(property); list != "none" {
			j.unassign(list, say)
		}
	}
}

// unassign removes the jail's present addresses from the interfaces. Addresses
// that have changed since the start cannot be removed.
func (j *Jail) unassign(list string, say Say) {
	for entry := range strings.SplitSeq(list, ",") {
		nic, address := splitAddress(entry)
		bare, _, _ := strings.Cut(address, "/")
		switch {
		case nic == "":
			say.To(Raw, "ifconfig: interface "+bare+" does not exist")
		case !slices.Contains(j.Running.IP4, bare) && !strings.Contains(j.param("ip6_addr"), bare):
			say.To(Raw, "ifconfig: ioctl (SIOCDIFADDR): Can't assign requested address")
		}
	}
}
