package fleet

import (
	"fmt"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// Formats are the kinds of reports of a fleet.
var Formats = []report.Format[Result]{
	{Name: "json", Encode: JSON},
	{Name: "junit", Encode: JUnit},
	{Name: "openmetrics", Encode: OpenMetrics},
}

// String tells a target in one line.
func (m Member) String() string {
	text := fmt.Sprintf("%s %s", m.Name, m.Verdict)
	if m.Verdict != conformance.Passes {
		text += fmt.Sprintf(": %d checks failed, %d could not be judged, %d passed",
			m.Summary[conformance.Fail], m.Summary[conformance.Error], m.Summary[conformance.Pass])
	}
	if m.Unable != "" {
		text += ": " + m.Unable
	}
	return text
}

// String tells a finding in one line.
func (f Finding) String() string {
	return fmt.Sprintf("%s %s %s [%s]: %s", f.Status, f.Level, f.ID, f.Edition, f.Message)
}
