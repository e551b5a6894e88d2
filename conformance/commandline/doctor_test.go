package commandline_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// A certificate that nobody vouches for is shown, and with what the doctor says
// the run begins.
func TestDoctorTellsTheFingerprint(t *testing.T) {
	h := startHost(t)
	cmd := h.suite("doctor", "--ws", h.ws, "--rest", h.rest, "--user", "admin")
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, 2, cmd.ProcessState.ExitCode())
	found := regexp.MustCompile(`add --fingerprint ([0-9a-f]{64})\n`).FindSubmatch(out)
	require.NotNil(t, found, string(out))
	cmd = h.suite("doctor", "--ws", h.ws, "--rest", h.rest, "--user", "admin", "--fingerprint", string(found[1]), "--destructive", "--pool", "tank")
	out, err = cmd.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, 1, cmd.ProcessState.ExitCode())
	require.Contains(t, string(out), "no user without full access was named")
	require.Contains(t, string(out), "the host's clock is right")
	cmd = h.suite("doctor", "--ws", h.ws, "--user", "admin", "--ca", h.ca)
	cmd.Env = append(os.Environ(), "SYSADM_PASSWORD=wrong")
	out, err = cmd.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), `the server refuses the login of user "admin"`)
}
