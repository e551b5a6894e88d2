package doctor

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The example of doctor has the numbers of checks that doctor tells of such a
// host: one that is not simulated, and on which everything is allowed.
func TestDocumentedCountsOfDoctor(t *testing.T) {
	d := doctor{
		edition:  edition.Default,
		options:  conformance.Options{Host: &conformance.Address{}, Compat: edition.Documented, Destructive: true, Pool: "tank"},
		endpoint: conformance.Endpoint{WS: "wss://127.0.0.1:12150", REST: "https://127.0.0.1:12151", User: "admin", Password: "long enough"},
	}
	skips, err := d.skipped()
	require.NoError(t, err)
	page, err := os.ReadFile("../../docs/targets.md")
	require.NoError(t, err)
	for words, want := range map[string]int{"cannot be run": skips["operator"], "set the state of a host": skips["simulator"] + skips["levers"]} {
		told := regexp.MustCompile(`(\d+) checks ` + words).FindStringSubmatch(string(page))
		require.NotNil(t, told, words)
		require.Equal(t, strconv.Itoa(want), told[1], "docs/targets.md: checks that %s", words)
	}
}
