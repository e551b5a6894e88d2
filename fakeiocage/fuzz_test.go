package fakeiocage_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// FuzzRun checks that the command fails only with a message, whatever its
// words, and that the host can still be described.
func FuzzRun(f *testing.F) {
	for _, line := range []string{"list", "start\x00a", "get\x00all\x00a", "set\x00tag=\xff\x00a", "create\x00count=0\x00tag=", "destroy\x00-f\x00a|b", "get\x00tag\x00(a", "clean\x00-\xff"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		h, err := fakeiocage.NewHost(fakeiocage.Seed{Active: "tank", Contents: fakeiocage.Contents{
			Prepared: true, Releases: []string{"10.2-RELEASE"}, Jails: []fakeiocage.Jail{{Tag: "a"}, {Tag: "b", State: "up"}},
		}})
		require.NoError(t, err)
		_, stderr, status := runOn(h, noon, strings.Split(line, "\x00"))
		require.True(t, 0 <= status && status < 256, "exit status %d", status)
		require.NotContains(t, stderr, "panic")
		checkInvariants(t, describe(t, h))
	})
}

// FuzzParseSeed checks that a description is either refused in one line, or
// makes a host whose own description makes the same host again.
func FuzzParseSeed(f *testing.F) {
	whole, err := json.Marshal(fakeiocage.DefaultSeed())
	require.NoError(f, err)
	for _, text := range []string{"", "{}", "[]", `{"pools":[]}`, `{"jails":[{"tag":"a","state":"up"}]}`, `{"pools":["tank"],"active":null,"other_pools":{"tank":{"templates":[{"name":"x"}]}}}`, string(whole)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		seed, err := fakeiocage.ParseSeed(data)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		h, err := fakeiocage.NewHost(seed)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		s := describe(t, h)
		checkInvariants(t, s)
		requireSame(t, s)
	})
}
