package main

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

func newJobRunner(t *testing.T) jobRunner {
	seed, err := ownSeed(defaultSeed)
	require.NoError(t, err)
	host, err := fakeiocage.NewHost(seed)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, host.Close()) })
	return jobRunner{newRunner(host, edition.Default, func(string) string { return "" })}
}

func TestSimulatedPrograms(t *testing.T) {
	r := newJobRunner(t)
	tests := []struct {
		command, prints string
		code            int
	}{
		{"echo one two", "one two\n", 0},
		{"/bin/echo", "\n", 0},
		{"true", "", 0},
		{"false", "", 1},
		{"cat", "", 0},
		{"cat /etc/passwd", "cat: /etc/passwd: No such file or directory\n", 1},
		{"grep root", "", 1},
		{"grep root /etc/passwd", "grep: /etc/passwd: No such file or directory\n", 2},
		{"seq 3", "1\n2\n3\n", 0},
		{"seq -f ✓%g 1 2", "✓1\n✓2\n", 0},
		{"seq x", "usage: seq [-f format] [1] last\n", 1},
		{"sleep 0.01", "", 0},
		{"sleep", "usage: sleep number\n", 1},
		{"sleep 1m", "sleep: 1m is no number of seconds\n", 1},
		{"sleep x", "sleep: x is no number of seconds\n", 1},
		{"iocage activate", "pool: tank\n", 0},
		{"iocage start nosuch", "  ERROR: nosuch not found!\n", 1},
	}
	for _, test := range tests {
		var out strings.Builder
		code, err := r.Run(context.Background(), strings.Fields(test.command), &out, nil)
		require.NoError(t, err, test.command)
		require.Equal(t, test.code, code, test.command)
		require.Equal(t, test.prints, out.String(), test.command)
	}
}

// The simulated host never runs a program of this machine.
func TestNoProgramOfThisMachine(t *testing.T) {
	for _, command := range []string{"sh -c true", "/bin/sh", "ls", "/usr/bin/true", "/bin/../bin/sh", ""} {
		var out strings.Builder
		code, err := newJobRunner(t).Run(context.Background(), strings.Fields(command), &out, nil)
		require.Error(t, err, command)
		require.Equal(t, -1, code, command)
	}
}

func TestSleepEndsWithItsContext(t *testing.T) {
	r := newJobRunner(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_, err := r.Run(ctx, []string{"sleep", "1000"}, &strings.Builder{}, nil)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}
