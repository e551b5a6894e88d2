package fidelity_test

// differences are the recorded steps that the imitation answers differently,
// with the reasons.
var differences = map[string]string{
	"19-restart 7":         "exec_stop was made to fail by hand, and the recording does not say how",
	"37-update-upgrade 13": "the merge of /etc was made to fail by hand, and the recording does not say how",
	"39-misc-commands 14":  "the recording's own ssh names a word of its command line where ssh(1) names the host",
}
