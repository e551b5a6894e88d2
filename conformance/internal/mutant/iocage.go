package mutant

import "strings"

// iocageMutants have an iocage that lies, dies or says nothing, before a right
// server: what a host does is judged, whoever is at fault.
var iocageMutants = []Mutant{
	lies("start", "start says that it started, and does not", "startjail.starts.*", `stdout: "* Starting $UUID ($TAG)\n  + Started (shared IP mode) OK\n  + Starting services        OK\n", exit_code: 0`).offered("startjail"),
	lies("stop", "stop says that it stopped, and does not", "stopjail.stops.*", `stdout: "* Stopping $UUID ($TAG)\n  + Running pre-stop         OK\n  + Stopping services        OK\n  + Removing jail process    OK\n  + Running post-stop        OK\n", exit_code: 0`).offered("stopjail"),
	lies("start.silent", "start says nothing, and does nothing", "startjail.starts.*", `stdout: "", exit_code: 0`).offered("startjail"),
	lies("start.fails", "start always fails", "startjail.starts.*", "").offered("startjail"),
	lies("stop.fails", "stop always fails", "stopjail.stops.*", "").offered("stopjail"),
	lies("list.empty", "list prints only its heading", "listjails.*", `stdout: "JID  UUID  BOOT  STATE  TAG  TYPE  IP4\n", exit_code: 0`),
	lies("get.other", "get answers another jail's properties", "getjailsettings.* listjails.settings.*", `stdout: "host_hostuuid:611c89ae-c43c-11e5-9602-54ee75595566\ntag:other\n", exit_code: 0`),
	lies("get.empty", "get prints nothing", "getjailsettings.shape.*", `stdout: "", exit_code: 0`),
	lies("create.made", "create says that it made a jail, and does not", "createjail.creates.*", `stdout: "Successfully created: 611c89ae-c43c-11e5-9602-54ee75595566 (x)\n", exit_code: 0`).offered("createjail"),
	lies("clone.made", "clone says that it made a jail, and does not", "clonejail.clones.*", `stdout: "Successfully created: 611c89ae-c43c-11e5-9602-54ee75595566 (x)\n", exit_code: 0`).offered("clonejail"),
	lies("destroy.done", "destroy says that it destroyed, and does not", "destroyjail.destroys.*", `stdout: "Destroying: $UUID\n", exit_code: 0`).offered("destroyjail"),
	lies("activate.silent", "activate does nothing", "activatepool.activates.* activatepool.changes.*", `stdout: "ZFS pool 'tank' successfully activated.\n", exit_code: 0`).offered("activatepool"),
	lies("deactivate.silent", "deactivate does nothing", "deactivatepool.gone.*", `stdout: "ZFS pool 'tank' successfully deactivated.\n", exit_code: 0`).offered("deactivatepool"),
	lies("exec.silent", "exec runs nothing", "execjail.output.*", `stdout: "", exit_code: 0`).offered("execjail"),
	lies("df.empty", "df prints nothing", "df.*", `stdout: "", exit_code: 0`).offered("df"),
	lies("cap.fails", "cap always fails", "capjail.caps.* capjail.strict.*", `stdout: "", stderr: "rctl: failed", exit_code: 1`).offered("capjail").rightWhere(emptied),
	faulty("list.cut", "list is cut in its middle", "listjails.*", "{name: x, command: list, effect: cut}"),
	faulty("list.garbage", "list prints noise", "listjails.*", "{name: x, command: list, effect: garbage}"),
	faulty("get.garbage", "get prints noise", "getjailsettings.shape.*", "{name: x, command: get, effect: garbage}"),
	faulty("get.utf8", "get prints text that is not UTF-8", "getjailsettings.* getdefaultsettings.*", "{name: x, command: get, effect: invalid-utf8}"),
	faulty("get.cut", "get is cut in its middle", "getjailsettings.shape.*", "{name: x, command: get, effect: cut}"),
	faulty("start.dies", "start dies before anything has changed", "startjail.starts.*", "{name: x, command: start, effect: die}").offered("startjail"),
	faulty("list.third", "every third list fails", "listjails.* startjail.*", "{name: x, command: list, every: 3, effect: fail}"),
	faulty("pool.faulted", "the pool is suspended", "listjails.* getjailsettings.*", "{name: x, effect: pool-faulted}"),
	faulty("space", "there is no space left", "startjail.* createjail.*", "{name: x, effect: enospc}").offered("createjail"),
}

// lies does nothing for a subcommand, and answers; nothing given is how the
// original fails.
func lies(name, sentence, caught, answer string) Mutant {
	command, _, _ := strings.Cut(name, ".")
	if answer != "" {
		answer = ", " + answer
	}
	return faulty(name, sentence, caught, "{name: x, command: "+command+", effect: fail"+answer+"}")
}

// faulty starts the simulated host with a fault.
func faulty(name, sentence, caught, fault string) Mutant {
	m := wrong("iocage."+name, sentence, caught, nil)
	m.faults = "faults:\n  - " + fault + "\n"
	return m
}
