package fakeiocage_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

const furnished = `
active: tank
jails: [{tag: www, state: up}]
userland:
  pkg install -y nginx: {stdout: "nginx\n"}
  pkg install *: {stdout: "any package\n"}
  pkg *: {stdout: "any pkg\n"}
  service * on?start: {stdout: "started\n"}
  nginx -*: {stderr: "no\n", exit: 3}
  echo *: {stdout: "never\n"}
  sh -c *: {stdout: "any script\n"}
`

// A member with wildcards answers what has no other answer; of several the one
// that says most.
func TestUserlandPatterns(t *testing.T) {
	seed, err := fakeiocage.ParseSeed([]byte(furnished))
	require.NoError(t, err)
	h, err := fakeiocage.NewHost(seed)
	require.NoError(t, err)
	type answer struct {
		stdout, stderr string
		status         int
	}
	const unknown = " is not modelled: give its answer as a member of userland in the description of the host\n"
	for command, want := range map[string]answer{
		"pkg install -y nginx":                  {"nginx\n", "", 0},
		"pkg install -y vim":                    {"any package\n", "", 0},
		"env ASSUME_ALWAYS_YES=yes pkg upgrade": {"any pkg\n", "", 0},
		"pkg info":                              {"", "", 0},
		"service sshd onestart":                 {"started\n", "", 0},
		"service sshd start":                    {"", "fakeiocage: `service sshd start`" + unknown, 70},
		"nginx -t":                              {"", "no\n", 3},
		"nginx":                                 {"", "jexec: execvp: nginx: No such file or directory\n", 1},
		"env A=1 nginx":                         {"", "env: nginx: No such file or directory\n", 127},
		"env":                                   {"", "fakeiocage: `env`" + unknown, 70},
		"echo own":                              {"own\n", "", 0},
		"sh -c echo":                            {"\n", "", 0},
		"sh -c ls>x":                            {"any script\n", "", 0},
	} {
		stdout, stderr, status := runAs(h, "shell-2016-02-05", noon, append([]string{"exec", "www"}, strings.Fields(command)...))
		require.Equal(t, want, answer{stdout, stderr, status}, command)
	}
}
