package edition

// A Dialect is one version of the iocage command: its subcommands, its output
// and its exit codes.
type Dialect struct {
	// Name is the kind of program and its date, as in "shell-2016-02-01".
	Name string

	// Version is the line that `iocage --version` prints.
	Version string

	// Python says that it is the rewrite of 2017: another program of the same name,
	// with other subcommands, output and exit codes. The fields below are of the
	// shell program only.
	Python bool

	// GetAllPrintsZFS adds the nine native ZFS properties to `get all`
	// (iocage_legacy 45f2661, 2016-02-02).
	GetAllPrintsZFS bool

	// Lacks are the subcommands of other dialects that this one does not know.
	Lacks []string

	// RestoresMountpoint says that the mount point that hack88=1 had cut is
	// restored, and that start names a jail with hack88 by its cut uuid.
	RestoresMountpoint bool

	// KeepsHack88 refuses to change hack88 of a running jail.
	KeepsHack88 bool
}

// The dialects that the simulator speaks. The first is that of the program whose
// output the documents show.
var (
	lacks20160201 = []string{"pkg", "snapmount", "snapumount"}
	shell20160201 = Dialect{
		Name:    "shell-2016-02-01",
		Version: "iocage DEVELOP (2016-02-01)",
		Lacks:   lacks20160201,
	}
	shell20160205 = Dialect{
		Name:            "shell-2016-02-05",
		Version:         "iocage DEVELOP (2016-02-05)",
		GetAllPrintsZFS: true,
		KeepsHack88:     true,

		RestoresMountpoint: true,
	}
	// iocage/iocage 89864aa (2017-06-05), between 0.9.8.1 and 0.9.9.
	python20170605 = Dialect{
		Name:    "python-2017-06-05",
		Version: "0.9.9-ALPHA",
		Python:  true,
	}
)

// Dialects are all dialects, the default first.
var Dialects = []Dialect{shell20160201, shell20160205, python20170605}

// DefaultDialect is the dialect spoken when none is named.
var DefaultDialect = shell20160201

// FindDialect returns the dialect of the given name; the error lists the known
// names.
func FindDialect(name string) (Dialect, error) {
	return find("dialect", name, Dialects, func(d Dialect) string { return d.Name })
}
