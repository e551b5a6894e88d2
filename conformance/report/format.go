// Package report writes the result of a run for people, CI services and other
// programs.
package report

import "github.com/sysadm-go/sysadm/conformance"

// A Format is a kind of report that is written to a file, of a result R.
type Format[R any] struct {
	// Name is how --report asks for it.
	Name string

	// Encode returns the whole report.
	Encode func(R) ([]byte, error)
}

// Formats are all of those of the result on one target.
var Formats = []Format[conformance.Result]{
	{"junit", JUnit},
	{"tap", TAP},
	{"json", JSON},
	{"markdown", Markdown},
	{"html", HTML},
}
