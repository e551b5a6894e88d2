package host

// Restart restarts the services of the jail in place and returns the exit
// status (measured: restart). The original does not notice that a jail is down.
// Before the first start of any jail, the folder for its log is missing.
func (j *Jail) Restart(m Moment, say Say) int {
	if !j.Up() {
		say.To(Raw, `jls: jail "ioc-`+j.UUID()+`" not found`)
	}
	say.To(SoftRestarting, j.UUID(), j.Tag())
	if !j.Up() && j.pool.host.LastJID == 0 {
		line := "/usr/local/sbin/iocage: cannot create " + j.pool.Root() + "/log/-console.log: No such file or directory"
		say.To(Raw, line)
		say.To(Raw, line)
		return 0
	}
	if _, status := runHook(j.Get("exec_stop")); !j.Up() || status == 1 || j.lostSystem() {
		say.To(RestartFailed)
		return 1
	}
	j.Set("last_started", m.started())
	return 0
}
