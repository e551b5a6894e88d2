package host

// A Notice is something that a rule reports: a completed step, a warning or a
// refusal. About fills the gaps in the text that package render has for the
// Kind.
type Notice struct {
	Kind  Kind
	About []string
}

// Say receives the notices of a rule in order.
type Say func(Notice)

// To reports a notice of that kind about the given things.
func (say Say) To(kind Kind, about ...string) { say(Notice{kind, about}) }

// All reports the lines of a system command.
func (say Say) All(lines []string) {
	for _, line := range lines {
		say.To(Raw, line)
	}
}

// StatusOf is the exit status of a system command with these objections.
func StatusOf(objections []string) int { return min(len(objections), 1) }

// Nobody receives the notices that a program does not print.
func Nobody(Notice) {}

// A Kind identifies one kind of report.
type Kind int

// The kinds, by the command that reports them; in brackets what About contains.
const (
	// Raw is a line that a system command (zfs, jail, grep, rctl) writes to
	// stderr [line].
	Raw Kind = iota
	// HookOutput is what a hook of a jail writes, as it is [text].
	HookOutput

	// before any subcommand
	NoPools         // no pool on the machine
	OldKernel       // before 9.3
	NeedsRoot       // [command]
	CannotOpen      // [pool, why]
	TwoPools        // [lines of the marked pools]
	NoPoolSelected  // started by rc with no active pool
	RootToActivate  // not root, no active pool
	SettingUpPool   // [pool]
	RootToCreate    // not root, a dataset is missing
	CreatingDataset // [dataset]

	// names, get and list
	NotACommand   // [word] a jail's name that begins with a dash
	Ambiguous     // [name]
	NotFound      // [name]
	JailNotFound  // [name]
	MissingToGet  // get without jail
	BadGetSyntax  // get of the empty property
	CannotGet     // [property] unsupported, as get says it
	CannotSet     // [property] unsupported, as set, create and fetch say it
	InvalidSwitch // [word]

	// set
	NoJailToSet    // set without jail
	MissingToSet   // after the refusal of a jail's name
	BadSetSyntax   // PROP= without a value
	BadVariable    // [name] a property's name with a blank
	Unterminated   // a value with a single quote
	SetIsTemplate  // [value] template= instead of istemplate=
	StopToMount    // jail_zfs_mountpoint of a running jail
	StopToHack     // hack88 of a running jail
	ReservedTag    // [the tag that is taken instead]
	ReplacingTag   // [tag, uuid of its old owner, its new tag]
	TagBlank       // [first word of the tag] the shell trips over a blank
	TagSlash       // [path of the link]
	NoTemplates    // [type] of a jail that cannot become a template
	TemplateRuns   // [uuid]
	TemplateIs     // [uuid]
	ToTemplate     // [tag]
	TemplateClone  // [tag, uuid of the clone, its tag]
	TemplateCloned // [tag] after TemplateClone
	TemplateIsNot  // [tag]

	// create and clone
	NoReleases       // create without any release
	ReleaseMissing   // [release]
	ReleaseListed    // [release, right-aligned] after ReleaseMissing
	NotARelease      // [release]
	TemplateLater    // create istemplate=
	CloneForTemplate // create template=
	BadCount         // [count]
	GrepUsage        // an empty pattern
	Created          // [uuid, tag]
	CreatedEmpty     // [uuid]
	MissingName      // clone without a name
	NameFirst        // clone with a property before the name

	// destroy and clean
	NothingToDestroy   // destroy ALL
	HasClone           // [uuid, tag]
	AskDestroy         // [uuid, dataset]
	NotConfirmed       // the answer was not y
	CannotDestroy      // [name] it runs
	Destroying         // [uuid]
	DestroyingOrigin   // [snapshot]
	AskCleanAll        // [pool]
	AskCleanJails      // [pool]
	AskCleanReleases   // [pool]
	AskCleanTemplates  // [pool]
	CleanNotConfirmed  // the answer was not y
	BadCleanSwitch     // [letter]
	BlankLine          // after the answer to AskCleanTemplates
	CloneInTheWay      // [uuid, tag]
	DestroyClonesFirst // after CloneInTheWay
	CleanedAll         // [pool]
	CleanedJails       // [pool]
	CleanedReleases    // [pool]
	CleanedTemplates   // [pool]

	// start
	AlreadyUp            // [uuid, tag]
	IgnoringTemplate     // [tag]
	HostIDMismatch       // [the jail's, the host's]
	BadInterfaces        // [uuid]
	DHCPNeedsVNET        // [uuid]
	DHCPNeedsBPF         // [uuid]
	NoVNET               // [uuid]
	RestoringMountpoint  // hack88
	TruncatingMountpoint // hack88
	Starting             // [uuid, tag]
	StartedShared        // with shared addresses
	StartedVNET          // with its own network stack
	ConfiguredVNET       // after StartedVNET
	StartFailed          // jail(8) refused
	ApplyingLimits       // begins a line
	LimitMalformed       // [limit, action, property]
	LimitRefused         // [property=action:amount]
	LimitsApplied        // ends the line
	SettingAffinity      // begins a line
	AffinitySet          // ends the line
	AffinityFailed       // ends the line
	StartingServices     // begins a line
	ServicesStarted      // ends the line
	ServicesFailed       // ends the line

	// stop, restart and reboot
	AlreadyDown      // [uuid, tag]
	Stopping         // [uuid, tag]
	RunningPreStop   // begins a line
	StoppingServices // begins a line
	TearingDownVNET  // of a jail with vnet=on
	RemovingJail     // the jail process is gone
	RunningPostStop  // begins a line
	StepOK           // [blanks before it] ends a line of stop
	StepFailed       // [blanks before it] ends a line of stop
	NotRunning       // [tag] of a jail that ALL passes over
	SoftRestarting   // [uuid, tag]
	RestartFailed    // exec_stop failed, or the jail is down

	// snapshots and clones
	RollingBack     // [snapshot]
	Promoting       // [dataset]
	NotAClone       // [dataset]
	RemovingSnap    // [snapshot]
	MissingSnapshot // snapmount without one
	NotMounted      // snapumount of what is not mounted
	NoDestination   // snapmount without a folder
	BadDestination  // snapmount on a folder that is not there
	MissingSnapName // snapremove without jail or snapshot
	NoJailDataset   // snapremove of an unknown jail

	// names, in commands that ask for one
	MissingUUID       // no jail named
	MissingJail       // no jail named, as snapshot, rollback and cap say it
	EmptyName         // the uuid of no name was asked for
	NotUp             // [uuid] runtime of a jail that is down
	NotFoundAtAll     // [name] export and pkg of an unknown jail
	ConsoleNotRunning // [name]

	// resource limits
	ReleasingLimits // uncap
	ListingLimits   // uncap
	ActiveLimits    // limits, of all
	LimitsOfJail    // [uuid]
	LimitLine       // [rule]
	CPUSet          // [list]
	Consumed        // inuse of one jail

	// export, import and send
	Exporting     // [uuid, tag] begins a line
	ExportRunning // [uuid]
	Importing     // [words of the user] begins a line
	SpinnerDone   // ends the line
	MissingImage  // import without a name
	Imported      // [name, tag] it exists already
	ManyImages    // more than one file
	FetchFirst    // [release]
	NoImage       // [name]
	SendingTo     // [pool, other pool] begins a line
	SendError     // [why] ends the line
	SendRefused   // [why] before the line

	// reset and rc
	AskReset       // reset ALL
	ResettingAll   // the answer was y
	PropertySet    // [property, value]
	NothingToBoot  // [hostid]
	Booting        // rcboot
	StartingBehind // [uuid] rcboot starts it in the background
	ShuttingDown   // rcshutdown

	// update and upgrade
	NoUpdates        // [release] freebsd-update fetch
	NothingToInstall // [program] freebsd-update install
	FreeBSDUpgrade   // of a thickjail
	Updated          // [name] a basejail
	UpdateSnapshot   // before UpdatingJail
	UpdatingJail     // a jail with a system of its own
	UpdatedItself    // [name, snapshot]
	NoSuchRelease    // [release]
	NoRelease        // [release] update -P
	Upgraded         // [name]
	UpgradeBackup    // [folder]
	UpgradeDone      // [snapshot]
	UpdatingFirst    // [name]
	UpgradeSnapshot  // before UpgradingJail
	UpgradingJail    // a thickjail
	CannotUpgrade    // other types

	// init-host, pull, push
	MissingHost     // init-host without host or pool
	NoRemotePool    // [host, pool]
	MissingPull     // pull without a jail
	CheckingPlugins // pull
	BadExecOption   // exec with an unknown option

	// fetch
	GitMissing      // fetch of a plugin
	AskRelease      // [right-aligned list, default]
	InvalidRelease  // [release]
	FetchedFile     // [file, padded]
	FetchFailed     // [url, why, where: remote or local, file]
	Extracting      // [file]
	UpdatingBase    // after Extracting
	UpdatingPorts   // [release]
	EtcUpdateExists // [mount point of the release]

	Kinds // the number of kinds
)
