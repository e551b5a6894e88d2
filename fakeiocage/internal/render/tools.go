package render

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// toolMessages is the text of the notices of commands about one jail's parts
// and surroundings: snapshots, limits, files, other pools.
var toolMessages = [host.Kinds][]part{
	// names
	host.MissingUUID:       err("  ERROR: missing UUID!\n"),
	host.MissingJail:       err("  ERROR: missing jail UUID or TAG!\n"),
	host.EmptyName:         err("ERROR\n"),
	host.NotUp:             err("  ERROR: jail $1 is not up.\n"),
	host.NotFoundAtAll:     err("  ERROR: $1 not found.\n"),
	host.ConsoleNotRunning: err("  ERROR: jail: $1 is not running!\n"),

	// snapshots and clones
	host.RollingBack:     out("* Rolling back to $1\n"),
	host.Promoting:       out("* promoting filesystem: $1\n"),
	host.NotAClone:       out("  INFO: filesystem $1 is not a clone\n"),
	host.RemovingSnap:    out("* removing snapshot: $1\n"),
	host.MissingSnapshot: err("  ERROR: missing snapshot!\n"),
	host.NotMounted:      err("  ERROR: that snapshot isn't mounted!\n"),
	host.NoDestination:   err("  ERROR: missing destination!\n"),
	host.BadDestination:  err("  ERROR: destination does not exist!\n"),
	host.MissingSnapName: err("  ERROR: missing UUID or snapshot name!\n"),
	host.NoJailDataset:   err("  ERROR: jail dataset not found\n"),

	// resource limits
	host.ReleasingLimits: out("  Releasing resource limits..\n"),
	host.ListingLimits:   out("  Listing active rules for jail:\n"),
	host.ActiveLimits:    out("* All active limits:\n"),
	host.LimitsOfJail:    out("* Active limits for jail: $1\n"),
	host.LimitLine:       out("  - $1\n"),
	host.CPUSet:          out("* CPU set:  $1\n"),
	host.Consumed:        out("Consumed resources:\n-------------------\n"),

	// export, import and send
	host.Exporting:     out("  INFO: exporting $1 ($2):  "),
	host.ExportRunning: err("  ERROR: $1 is running!\n  Stop jail before exporting!\n"),
	host.Importing:     out("  INFO: importing $1:  "),
	host.SpinnerDone:   out("\b/\bdone!\n"),
	host.MissingImage:  err("  ERROR: missing image UUID!\n"),
	host.Imported:      err("  ERROR: $1 has already been imported ($2)\n"),
	host.ManyImages:    err("  ERROR: multiple matching images, please narrow down UUID.\n"),
	host.FetchFirst:    err("  ERROR: please fetch $1 first.\n"),
	host.NoImage:       err("  ERROR: image $1 not found!\n"),
	host.SendingTo:     out("  INFO: sending $1/iocage to $2/iocage:  "),
	host.SendError:     {{false, "\berror!\n"}, {true, "  ERROR: $1\n"}},
	host.SendRefused:   err("  ERROR: $1\n"),

	// reset and rc
	host.AskReset:       out(" \n  WARNING: This will reset ALL jails!\n \n  Are you sure? y[N]: "),
	host.ResettingAll:   out("  Resetting all jails.\n"),
	host.PropertySet:    out("** $1=$2\n"),
	host.NothingToBoot:  {{true, "  INFO: no jails found with property boot=on\n"}, {false, "  or hostid: $1, exiting..\n"}},
	host.Booting:        out("* [I|O|C] booting jails... \n"),
	host.StartingBehind: err("  INFO: executing background start for $1\n"),
	host.ShuttingDown:   out("* [I|O|C] shutting down jails... \n"),

	// update and upgrade
	host.NoUpdates: out("src component not installed, skipped\n" + mirrors +
		"Fetching metadata signature for $1 from update6.freebsd.org... done.\n" +
		"Fetching metadata index... done.\nInspecting system... done.\nPreparing to download files... done.\n\n" +
		"No updates needed to update system to $1-p0.\n"),
	host.NothingToInstall: out("No updates are available to install.\nRun '$1 fetch' first.\n"),
	host.FreeBSDUpgrade:   out(mirrors),
	host.Updated:          out("* $1 updated successfully\n"),
	host.UpdateSnapshot:   out("* Creating back-out update snapshot.\n"),
	host.UpdatingJail:     out("* Updating jail..\n"),
	host.UpdatedItself:    out("* $1 updated successfully. Please reboot jail and inspect.\n* Remove:\n    snapshot: $2\n* if everything is OK.\n"),
	host.NoSuchRelease:    err("  ERROR: $1 not found!\n  Please run iocage fetch first.\n"),
	host.NoRelease:        err("  ERROR: $1 does not exist!\n"),
	host.Upgraded:         out("* $1 upgraded successfully. Please reboot jail and inspect.\n* Remove:\n"),
	host.UpgradeBackup:    out("    /etc backup: $1\n"),
	host.UpgradeDone:      out("    snapshot: $1\n* if everything is OK.\n"),
	host.UpdatingFirst:    out("* Updating $1 to latest patch level first:  \b/\bdone!\n"),
	host.UpgradeSnapshot:  out("* Creating back-out upgrade snapshot.\n"),
	host.UpgradingJail:    out("* Upgrading jail.\n"),
	host.CannotUpgrade:    err("  ERROR: upgrade is not supported for this type of jail\n"),

	// exec, init-host, pull
	host.BadExecOption:   err("$1\n  ERROR: invalid exec option: ?\n"),
	host.MissingHost:     err("ERROR: missing host or pool name\n"),
	host.NoRemotePool:    err("ssh: connect to host $1 port 22: Connection refused\nERROR: no remote pool $2 found\n"),
	host.MissingPull:     err("  ERROR: please provide a jail name\n"),
	host.CheckingPlugins: {{true, "  INFO: checking for plugin updates\n"}, {false, "\n"}},
}

// mirrors is the first line of freebsd-update(8).
const mirrors = "Looking up update.FreeBSD.org mirrors... 4 mirrors found.\n"
