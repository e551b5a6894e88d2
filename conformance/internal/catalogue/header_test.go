package catalogue

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseHeaderRefuses(t *testing.T) {
	good := "# id: a.b\n# level: MUST\n# requirement: x.\n# section: y\n# covers: z\n"
	_, err := parseHeader([]byte(good + "connect\n"))
	require.NoError(t, err)
	for name, script := range map[string]string{
		"no header":      "connect\n",
		"missing field":  "# id: a.b\n# level: MUST\n# requirement: x.\nconnect\n",
		"unknown field":  good + "# colour: blue\n",
		"field twice":    good + "# level: MAY\n",
		"unknown spread": good + "# each: day\n",
		"no glob":        good + "# each: parameter\n",
		"no spread":      good + "# of: *.jail\n",
		"no parameter":   good + "# each: parameter\n# of: *.colour\n",
		"no action":      good + "# offers: colourjail\n",
		"empty value":    strings.Replace(good, "a.b", "", 1),
	} {
		_, err := parseHeader([]byte(script))
		require.Error(t, err, name)
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add([]byte("# id: a.b\n# level: MUST\n# requirement: x.\n# section: y\n"))
	f.Fuzz(func(t *testing.T, script []byte) {
		if h, err := parseHeader(script); err == nil {
			require.NotEmpty(t, h.entry.ID)
			require.NotEmpty(t, h.entry.Requirement)
		}
	})
}
