package fakeiocage_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

func zpool(t *testing.T, h *fakeiocage.Host, args ...string) (stdout, stderr string, status int) {
	var out, err bytes.Buffer
	status = h.ZPool(t.Context(), args, fakeiocage.Env{Stdout: &out, Stderr: &err})
	return out.String(), err.String(), status
}

func TestZPoolList(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.Seed{
		Pools: []string{"tank", "backup1", "zroot"}, Altroot: map[string]string{"backup1": "/mnt"},
		Health: map[string]fakeiocage.Health{"tank": "DEGRADED", "backup1": "UNAVAIL", "zroot": "ONLINE"},
		Filled: map[string]int{"tank": 94},
	})
	require.NoError(t, err)
	stdout, stderr, status := zpool(t, h, "list")
	require.Zero(t, status)
	require.Empty(t, stderr)
	require.Equal(t, strings.TrimPrefix(`
NAME      SIZE  ALLOC   FREE  EXPANDSZ   FRAG    CAP  DEDUP    HEALTH  ALTROOT
backup1      -      -      -         -      -      -      -   UNAVAIL  /mnt
tank      464G   436G  27.8G         -     0%    94%  1.00x  DEGRADED  -
zroot     464G    96K   464G         -     0%     0%  1.00x    ONLINE  -
`, "\n"), stdout)

	seed, err := h.Describe()
	require.NoError(t, err)
	again, err := fakeiocage.NewHost(seed)
	require.NoError(t, err)
	same, _, _ := zpool(t, again, "list")
	require.Equal(t, stdout, same, "a host of its own description is the same")
}

func TestZPoolListWithoutPools(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.Seed{Pools: []string{}})
	require.NoError(t, err)
	stdout, _, status := zpool(t, h, "list")
	require.Zero(t, status)
	require.Equal(t, "no pools available\n", stdout)
}

func TestZPoolKnowsNothingElse(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	for _, args := range [][]string{nil, {"destroy", "tank"}, {"list", "-H"}} {
		stdout, stderr, status := zpool(t, h, args...)
		require.Equal(t, 2, status)
		require.Empty(t, stdout)
		require.Equal(t, "usage: zpool list\n", stderr)
	}
}

func TestHealthIsKeptInAFolder(t *testing.T) {
	dir := t.TempDir()
	h, err := fakeiocage.OpenHost(dir)
	require.NoError(t, err)
	seed := fakeiocage.DefaultSeed()
	seed.Health, seed.Filled = map[string]fakeiocage.Health{"tank": "SUSPENDED"}, map[string]int{"zroot": 50}
	require.NoError(t, h.Reset(seed))
	before, _, _ := zpool(t, h, "list")
	require.NoError(t, h.Close())

	h, err = fakeiocage.OpenHost(dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	after, _, _ := zpool(t, h, "list")
	require.Equal(t, before, after)
	require.Contains(t, after, "SUSPENDED")
	require.Contains(t, after, "50%")
}

func TestHealthThatCannotBe(t *testing.T) {
	for cause, seed := range map[string]fakeiocage.Seed{
		`pool "tank" cannot be "ILL"`:                     {Health: map[string]fakeiocage.Health{"tank": "ILL"}},
		`health names the pool "x", which does not exist`: {Health: map[string]fakeiocage.Health{"x": "ONLINE"}},
		`pool "tank" cannot be filled to 101 percent`:     {Filled: map[string]int{"tank": 101}},
		`pool "tank" cannot be filled to -1 percent`:      {Filled: map[string]int{"tank": -1}},
		`filled names the pool "nosuch", which does not`:  {Filled: map[string]int{"nosuch": 5}},
	} {
		_, err := fakeiocage.NewHost(seed)
		require.ErrorContains(t, err, cause)
	}
}
