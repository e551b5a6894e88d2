package fakeiocage_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// iocageIn returns the command in its own process, with the state folder. Its
// lock timeout is long enough for a hundred of them on a busy machine.
func iocageIn(ctx context.Context, dir string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "iocage", args...)
	c.Env = append(os.Environ(), "FAKEIOCAGE_STATE="+dir, "NOW=", "FAKEIOCAGE_LOCK_TIMEOUT=10m", "GORACE=atexit_sleep_ms=10")
	return c
}

// jailsIn returns the tags of the jails in the folder and whether each is up.
func jailsIn(t *testing.T, dir string) map[string]bool {
	h, err := fakeiocage.OpenHost(dir)
	require.NoError(t, err)
	seed, err := h.Describe()
	require.NoError(t, err)
	jails, jids := map[string]bool{}, map[int]string{}
	for _, j := range seed.Jails {
		jails[j.Tag] = j.State == "up"
		if j.State == "up" {
			require.Empty(t, jids[j.JID], "jid %d is used twice", j.JID)
			jids[j.JID] = j.Tag
		}
	}
	return jails
}

// A hundred concurrent processes on a folder that does not exist yet lose
// nothing.
func TestConcurrentProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	g, ctx := errgroup.WithContext(t.Context())
	for i := range 100 {
		g.Go(func() error {
			tag := fmt.Sprint("j", i)
			for _, args := range [][]string{{"create", "tag=" + tag}, {"start", tag}, {"list"}} {
				if out, err := iocageIn(ctx, dir, args...).CombinedOutput(); err != nil {
					return fmt.Errorf("%q: %w: %s", args, err, out)
				}
			}
			return nil
		})
	}
	require.NoError(t, g.Wait())
	jails := jailsIn(t, dir)
	require.Len(t, jails, 100)
	for tag, up := range jails {
		require.True(t, up, "the start of %s was lost", tag)
	}
}

// Whenever a process is killed, the next one finds the last committed state,
// including everything that a process reported as done. FAKEIOCAGE_CRASH_ROUNDS
// sets the number of rounds.
func TestKilledProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	reported := 0
	for round := range rounds(t) {
		said := killWriters(t, dir, round)
		reported += len(said)
		jails := jailsIn(t, dir)
		for _, tag := range said {
			require.Contains(t, jails, tag, "round %d: %s was created and is lost", round, tag)
		}
	}
	t.Logf("%d jails were reported as created, %d are there", reported, len(jailsIn(t, dir)))
	out, err := iocageIn(t.Context(), dir, "list").CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func rounds(t *testing.T) int {
	text := os.Getenv("FAKEIOCAGE_CRASH_ROUNDS")
	if text == "" {
		return 40
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

// killWriters starts some writers, kills them at a random moment and returns
// the tags of the jails that they reported as created.
func killWriters(t *testing.T, dir string, round int) (said []string) {
	const writers = 4
	outputs := make([]strings.Builder, writers)
	commands := make([]*exec.Cmd, writers)
	for i := range commands {
		commands[i] = iocageIn(t.Context(), dir, "create", fmt.Sprintf("tag=r%d_%d", round, i), "count=3")
		commands[i].Stdout = &outputs[i]
		require.NoError(t, commands[i].Start())
	}
	time.Sleep(rand.N(30 * time.Millisecond)) // any moment will do
	for i, c := range commands {
		_ = c.Process.Kill()
		_ = c.Wait()
		for line := range strings.Lines(outputs[i].String()) {
			if _, tag, ok := strings.Cut(strings.TrimSuffix(line, ")\n"), "("); ok {
				said = append(said, tag)
			}
		}
	}
	return said
}
