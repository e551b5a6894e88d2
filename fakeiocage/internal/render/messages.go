package render

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// out and err write one text to one stream; $1 to $4 are the entries of the
// notice's About.
func out(text string) []part { return []part{{false, text}} }
func err(text string) []part { return []part{{true, text}} }

// messages is the text of every notice, byte for byte that of the shell iocage
// of February 2016 (measured). Both dialects share it.
var messages = [host.Kinds][]part{
	host.Raw:        err("$1\n"),
	host.HookOutput: out("$1"),

	// before any subcommand
	host.OldKernel:       err("  ERROR: Unsupported RELEASE found. Please upgrade to 9.3-RELEASE or later.\n"),
	host.NoPools:         err("  ERROR: ZFS is required for iocage to work and I can't find any pools available.\n"),
	host.NeedsRoot:       err("* The $1 command needs root credentials!\n"),
	host.CannotOpen:      err("cannot open '$1': $2\n"),
	host.TwoPools:        err("\n  WARNING: You have more then one pool set for iocage use!\n\n**** POOLS ****\n$1***************\n\n  Please run 'iocage deactivate' on one of them\n\n"),
	host.NoPoolSelected:  err("  ERROR: No pool selected for iocage. Exiting\n"),
	host.RootToActivate:  err("  ERROR: Please run as root to activate a pool.\n"),
	host.SettingUpPool:   out("Setting up zpool [$1] for iocage usage...\nIf you wish to change zpool, use 'iocage activate'\n"),
	host.RootToCreate:    err("  ERROR: Please run as root to create missing datasets.\n"),
	host.CreatingDataset: err("  INFO: creating $1\n"),

	// names, get
	host.NotACommand:   err("  ERROR: $1 is not a valid command\n"),
	host.Ambiguous:     err("  ERROR: multiple jails matching name: $1!\n"),
	host.NotFound:      err("  ERROR: $1 not found!\n"),
	host.JailNotFound:  err("  ERROR: jail $1 not found!\n"),
	host.MissingToGet:  err("  ERROR: missing UUID or property!\n"),
	host.BadGetSyntax:  err("  ERROR: get failed, incorrect property syntax!\n"),
	host.CannotGet:     err("  ERROR: unsupported property: $1 !\n"),
	host.CannotSet:     err("  ERROR: unsupported property: $1!\n"),
	host.InvalidSwitch: err("  ERROR: invalid switch $1\n"),

	// set
	host.NoJailToSet:    err("  ERROR: please specify a jail!\n"),
	host.MissingToSet:   err("  ERROR: missing property or UUID!\n"),
	host.BadSetSyntax:   err("  ERROR: set failed, incorrect property syntax!\n"),
	host.BadVariable:    err("export: $1: bad variable name\n"),
	host.Unterminated:   err("eval: 1: Syntax error: Unterminated quoted string\n"),
	host.SetIsTemplate:  err("  ERROR: please set istemplate=$1 instead.\n"),
	host.StopToMount:    err("  ERROR:  jail is running! please stop it before changing the mountpoint.\n"),
	host.StopToHack:     err("  ERROR:  jail is running! please stop it before changing hack88.\n"),
	host.ReservedTag:    err("  WARNING: tag value \"default\" is a reserved keyword\n           tag was changed to: $1\n"),
	host.ReplacingTag:   {{false, " \n"}, {true, "  WARNING: Replacing tag $1!\n  Renaming $2's tag to $3.\n"}, {false, " \n"}},
	host.TagBlank:       err("[: $1: unexpected operator\n[: $1: unexpected operator\n"),
	host.TagSlash:       err("ln: $1: No such file or directory\n"),
	host.NoTemplates:    err("  ERROR: templates aren't supported for this jail type ($1)\n"),
	host.TemplateRuns:   err("  ERROR: cannot make $1 a template - jail is running!\n"),
	host.TemplateIs:     err("  ERROR: $1 is already a template\n"),
	host.ToTemplate:     out("  INFO: converting $1 to a template:  \b/\bdone!\n"),
	host.TemplateCloned: err("  ERROR: please destroy before converting $1 back to a jail\n"),
	host.TemplateClone:  err("  INFO: $1 has dependent clone, uuid: $2 ($3)\n"),
	host.TemplateIsNot:  err("  ERROR: $1 is not a template\n"),

	// create
	host.NoReleases:       err("  ERROR: no RELEASEs found locally, run iocage fetch first.\n"),
	host.ReleaseMissing:   err("  RELEASE $1 not found locally.\n  Please fetch $1\n\n  These are the RELEASEs you have already fetched:\n"),
	host.ReleaseListed:    err("$1\n"),
	host.NotARelease:      err("  You are not running a production RELEASE. ($1)\n  ERROR: Please specify release=RELEASE.\n"),
	host.TemplateLater:    err("  ERROR: please set template after creation\n"),
	host.CloneForTemplate: err("  ERROR: use clone for templates\n"),
	host.BadCount:         err("seq: invalid floating point argument: $1\n"),
	host.GrepUsage:        err("Usage: grep [OPTION]... PATTERN [FILE]...\nTry `grep --help' for more information.\n"),
	host.Created:          out("  Successfully created: $1 ($2)\n"),
	host.CreatedEmpty:     out("$1\n"),

	// destroy
	host.NothingToDestroy: err("  ERROR: please use iocage clean -j instead.\n"),
	host.HasClone:         err("  ERROR: jail has dependent clone, uuid: $1 ($2)\n"),
	host.AskDestroy:       out(" \n  WARNING: this will destroy jail $1\n  Dataset: $2\n \n  Are you sure ? y[N]: "),
	host.NotConfirmed:     out("  Command not confirmed.  No action taken.\n"),
	host.CannotDestroy:    err("  ERROR: cannot destroy $1 - jail is running!\n"),
	host.Destroying:       out("  Destroying: $1\n"),
	host.DestroyingOrigin: out("  Destroying clone origin: $1\n"),

	// start
	host.AlreadyUp:            err("  INFO: $1 ($2) is already up\n"),
	host.AlreadyDown:          err("  INFO: $1 ($2) is already down\n"),
	host.IgnoringTemplate:     out("  INFO: $1 is a template jail, ignoring start request.\n        (disable template flag with: iocage set template=no $1)\n"),
	host.HostIDMismatch:       err("ERROR: hostid mismatch, start failed!\n    jail hostid: $1\n  host's hostid: $2\n"),
	host.BadInterfaces:        err("  ERROR  : incorrect interfaces property format\n  HINT   : check with \"iocage get interfaces $1\"\n  Example: vnet0:bridge0\n"),
	host.DHCPNeedsVNET:        err("  ERROR: vnet is needed to use dhcp, please set vnet=on for $1\n"),
	host.DHCPNeedsBPF:         err("  ERROR: bpf is needed to use dhcp, please set bpf=yes for $1\n"),
	host.NoVNET:               err("  ERROR: start failed for $1\n  vnet=on but kernel is not VNET capable!\n  Turn vnet off for this jail or recompile kernel with VNET.\n"),
	host.Starting:             out("* Starting $1 ($2)\n"),
	host.StartedShared:        out("  + Started (shared IP mode) OK\n"),
	host.StartedVNET:          out("  + Started                  OK\n"),
	host.ConfiguredVNET:       out("  + Configuring VNET         OK\n"),
	host.RestoringMountpoint:  out("  INFO: restoring jail mountpoint\n"),
	host.TruncatingMountpoint: out("  INFO: truncating jail mountpoint\n"),
	host.NoFreeIP4:            err("  ERROR: IP4 Automatic Address exhaustion\n"),
	host.StartFailed:          err("  ! Start                FAILED\n"),
	host.ApplyingLimits:       out("  + Applying resource limits"),
	host.LimitMalformed:       out("  ERROR: incorrect resource limit: $1 action: $2 for property: $3\n  HINT : check man page for syntax.\n"),
	host.LimitRefused:         out("    FAILED to apply $1\n"),
	host.LimitsApplied:        out(" OK\n"),
	host.SettingAffinity:      out("  + Appliyng CPU affinity"),
	host.AffinitySet:          out("    OK\n"),
	host.AffinityFailed:       err("    FAILED\n"),
	host.StartingServices:     out("  + Starting services"),
	host.ServicesStarted:      out("        OK\n"),
	host.ServicesFailed:       err("        FAILED\n"),

	// stop
	host.Stopping:         out("* Stopping $1 ($2)\n"),
	host.RunningPreStop:   out("  + Running pre-stop"),
	host.StoppingServices: out("  + Stopping services"),
	host.TearingDownVNET:  out("  + Tearing down VNET        OK\n"),
	host.RemovingJail:     out("  + Removing jail process    OK\n"),
	host.RunningPostStop:  out("  + Running post-stop"),
	host.StepOK:           out("$1OK\n"),
	host.StepFailed:       out("$1FAILED\n"),

	// restart, reboot
	host.NotRunning:     err("  INFO: $1 is not running.\n"),
	host.SoftRestarting: err("  INFO: soft restarting $1 ($2)\n"),
	host.RestartFailed:  out("  soft restart failed!\n"),

	// clone, clean
	host.MissingName:        err("  ERROR: missing UUID or TAG!\n"),
	host.NameFirst:          err("  ERROR: please specify UUID or TAG before any properties\n"),
	host.AskCleanAll:        out(" \n  WARNING: this will destroy $1/iocage\n \n  Are you sure ? y[N]: "),
	host.AskCleanJails:      out(" \n  WARNING: this will destroy all jails\n \n  Are you sure ? y[N]: "),
	host.AskCleanReleases:   out(" \n  WARNING: this will destroy all RELEASEs\n  you cannot use any basejails without them!\n \n  Are you sure ? y[N]: "),
	host.AskCleanTemplates:  out(" \n  WARNING: this will destroy all templates\n \n  Are you sure ? y[N]: "),
	host.CleanNotConfirmed:  err("  ERROR: command not confirmed.  no action taken.\n"),
	host.BadCleanSwitch:     err("  ERROR: -$1 is not a valid switch!\n"),
	host.BlankLine:          out(" \n"),
	host.CloneInTheWay:      err("  WARNING: $1 ($2) is a clone.\n"),
	host.DestroyClonesFirst: out(" \n  please destroy these first or use -f\n"),
	host.CleanedAll:         out("  INFO: destroying $1/iocage:  \b/\bdone!\n"),
	host.CleanedJails:       out("  INFO: destroying $1/iocage/jails:  \b/\bdone!\n  INFO: cleaning TAGs at $1/iocage/tags:  \b/\bdone!\n"),
	host.CleanedReleases:    out("  INFO: destroying $1/iocage/download:  \b/\bdone!\n  INFO: destroying $1/iocage/releases:  \b/\bdone!\n"),
	host.CleanedTemplates:   out("  INFO: cleaning templatess at $1/iocage/templates:  \b/\bdone!\n"),

	// fetch
	host.GitMissing:      err("  ERROR: git is not installed. Please install git first.\n"),
	host.AskRelease:      out("Supported releases are: \n$1Please select a release [$2]: "),
	host.InvalidRelease:  err("Invalid release $1 specified, exiting..\n"),
	host.FetchedFile:     err("$1 100% of  160  B   12 MBps 00m00s\n"),
	host.FetchFailed:     err("fetch: $1: $2\nFailed fetching $3 $4..\n"),
	host.Extracting:      out("Extracting: $1\n"),
	host.UpdatingBase:    out("* Updating base jail template.\n"),
	host.UpdatingPorts:   out("* Updating ports for release: $1.\n"),
	host.EtcUpdateExists: err("mkdir: $1/root/etcupdate: File exists\n"),
}
