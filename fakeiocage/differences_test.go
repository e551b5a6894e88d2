package fakeiocage_test

// differences are the recorded steps of imitated subcommands that the imitation
// answers otherwise, each with the reason.
var differences = map[string]string{
	"19-restart 7":              "exec_stop was changed by hand, and the recording does not say how",
	"2016-02-05-08-defaults 23": "starting the defaults says one line less in this dialect, which the documents never do",
	"31-export-import 14":       "lists a jail that import brought back, which is not imitated",
	"37-update-upgrade 11":      "reads a release that upgrade changed, which is not imitated",
}
