package iocagetest_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/fakeiocage/iocagetest"
)

func TestMain(m *testing.M) { os.Exit(iocagetest.Run(m)) }

// one is a host with one jail.
func one(tag, state string) fakeiocage.Seed {
	return fakeiocage.Seed{Active: "tank", Contents: fakeiocage.Contents{
		Prepared: true, Releases: []string{"10.2-RELEASE"}, Jails: []fakeiocage.Jail{{Tag: tag, State: state}},
	}}
}

// Somebody else's script, under test.
func TestScript(t *testing.T) {
	t.Parallel()
	host := iocagetest.New(t, one("db", "up"))
	out, err := host.Command("sh", "-c", "iocage stop db && iocage snapshot db@nightly; iocage start db").CombinedOutput()
	require.NoError(t, err, "%s", out)
	host.Expect(1, "stop", "db")
	host.Expect(1, "start", "db")
	host.Expect(0, "destroy", fakeiocage.AnyRest)
	require.Len(t, host.Calls(), 3)
}

// Concurrent tests each have their own host.
func TestHostsAreApart(t *testing.T) {
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			tag := fmt.Sprint("own", i)
			host := iocagetest.New(t, one(tag, "down"))
			require.NoError(t, host.Command("iocage", "start", tag).Run())
			out, err := host.Command("iocage", "list").Output()
			require.NoError(t, err)
			require.Regexp(t, `(?m)^1 .* up +`+tag+` `, string(out))
			require.Len(t, host.Calls(), 2)
		})
	}
}

// A program that empties its environment still finds its host.
func TestEmptyEnvironment(t *testing.T) {
	t.Parallel()
	host := iocagetest.New(t, one("bare", "up"))
	cmd := host.Command("env", "-i", host.Path(), "list")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "bare")
}

func TestSetenv(t *testing.T) {
	host := iocagetest.New(t, one("www", "down"))
	host.Setenv()
	require.NoError(t, exec.CommandContext(t.Context(), "iocage", "start", "www").Run())
	host.Expect(1, "start", "www")
}

// The levers of the host act on the commands.
func TestLevers(t *testing.T) {
	t.Parallel()
	host := iocagetest.New(t, one("www", "down"))
	faults, err := fakeiocage.ParseFaults([]byte("faults: [{name: no-start, command: start, effect: fail}]"))
	require.NoError(t, err)
	require.NoError(t, host.AddFaults(faults))
	require.Error(t, host.Command("iocage", "start", "www").Run())
	require.Equal(t, []string{"no-start"}, host.Calls()[0].Faults)
}

// An expectation that is not met fails the test.
func TestExpectFails(t *testing.T) {
	t.Parallel()
	host := iocagetest.New(t, one("www", "down"))
	require.ErrorContains(t, host.ExpectCalls(1, "start", "www"), "none was made")
}
