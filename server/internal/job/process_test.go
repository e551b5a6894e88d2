package job

import (
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const printedByPS = `    1     1 Ss   Sun Nov  1 08:00:00 2026
   40     1 Z    Sun Nov  1 08:00:02 2026
   50    50 S+   Sun Nov 22 02:42:57 2026
   51    50 R    Sun Nov 22 02:43:00 2026
   61    60 I<s  Sun Nov 22 02:44:00 2026
   71    70 Z    Sun Nov 22 02:44:00 2026
`

func TestSurvivors(t *testing.T) {
	processes, err := parseProcesses(printedByPS, time.UTC)
	require.NoError(t, err)
	require.Len(t, processes, 4)
	at := func(clock string) time.Time {
		when, err := time.Parse(time.DateTime, clock)
		require.NoError(t, err)
		return when
	}
	tests := []struct {
		name     string
		group    int
		began    string
		survives bool
	}{
		{"runs", 50, "2026-11-22 02:42:58", true},
		{"another has its number", 50, "2026-11-22 02:30:00", false},
		{"its first process is gone", 60, "2026-11-22 02:43:30", true},
		{"the host was started since", 60, "2026-10-31 12:00:00", false},
		{"gone", 55, "2026-11-22 02:43:30", false},
		{"zombies", 70, "2026-11-22 02:43:30", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.survives, survives(processes, test.group, at(test.began)))
		})
	}
}

func TestWhatPSNeverPrints(t *testing.T) {
	for _, line := range []string{"\n", "1 1 S\n", "x 1 S Sun Nov 22 02:42:57 2026\n", "1 1 S Sun Now 22 02:42:57 2026\n", "1 1 S Sun Nov 22 02:42:57 2026 x\n"} {
		_, err := parseProcesses(line, time.UTC)
		require.Error(t, err, line)
	}
}

// The output of this host's ps about a process of the test.
func TestListProcesses(t *testing.T) {
	if _, err := exec.LookPath("ps"); err != nil {
		t.Skip("there is no ps here")
	}
	cmd := exec.Command("sleep", "1000")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	began := time.Now()
	require.NoError(t, cmd.Start())
	processes, err := listProcesses(t.Context())
	require.NoError(t, err)
	require.True(t, survives(processes, cmd.Process.Pid, began))
	require.False(t, survives(processes, cmd.Process.Pid, began.Add(-time.Hour)))
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	processes, err = listProcesses(t.Context())
	require.NoError(t, err)
	require.False(t, survives(processes, cmd.Process.Pid, began))
}

// A journal that was written by hand never names the group of init, nor every
// process: kill(2) would take -1 for all.
func TestNoJobHasTheGroupOfInit(t *testing.T) {
	processes, err := listProcesses(t.Context())
	if err != nil {
		t.Skip("there is no ps here: ", err)
	}
	for _, p := range processes {
		if p.id == 1 {
			left, err := (&Job{Process: 1, ProcessStarted: p.started}).left()
			require.NoError(t, err)
			require.False(t, left)
		}
	}
}
