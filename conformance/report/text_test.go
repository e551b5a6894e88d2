package report_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

func TestHumanReportHasNoControlCharacters(t *testing.T) {
	var b strings.Builder
	report.Text(&b, report.Style{}, resultOf(outcome(conformance.Must, conformance.Fail, anyBytes)))
	require.NotContains(t, b.String(), "\x1b")
	require.NotContains(t, b.String(), "\x00")
	require.Contains(t, b.String(), "FAIL MUST a.b")
}
