package fakeiocage_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

var noon = time.Date(2016, 2, 5, 12, 0, 0, 0, time.UTC)

func TestParseSeed(t *testing.T) {
	const cannot = "cannot read the description of the host: "
	for text, want := range map[string]string{
		``:                        cannot + "it is empty",
		`{`:                       cannot + "it ends in the middle",
		`{} {}`:                   cannot + "something follows the JSON object",
		`{"pols":["tank"]}`:       cannot + `there is no member "pols"`,
		`{"pools":"tank"}`:        cannot + `member "pools" holds a string, not an array`,
		`{"jails":[{"jid":"1"}]}`: cannot + `member "jails.jid" holds a string, not a whole number`,
		`[]`:                      cannot + "it is no JSON object",
	} {
		_, err := fakeiocage.ParseSeed([]byte(text))
		require.EqualError(t, err, want, text)
	}
}

func TestSeedThatCannotBe(t *testing.T) {
	for text, want := range map[string]string{
		`{"version":2}`:                                                "version 2, and this program knows 1",
		`{"pools":["9"]}`:                                              `"9" cannot be the name of a pool`,
		`{"pools":["a","a"]}`:                                          `pool "a" is named twice`,
		`{"active":"x"}`:                                               `active names the pool "x", which does not exist`,
		`{"comments":{"x":"y"}}`:                                       `comments names the pool "x"`,
		`{"node":"x"}`:                                                 `node "x" is not 12 hexadecimal digits`,
		`{"clockseq":"x"}`:                                             `clockseq "x" is not 4 hexadecimal digits`,
		`{"pools":[],"releases":["r"]}`:                                "there are jails or releases, and no pool",
		`{"releases":["a/b"]}`:                                         `"a/b" cannot be the name of a release`,
		`{"releases":["a","a"]}`:                                       `release "a" is named twice`,
		`{"datasets":["x"]}`:                                           `datasets names "x"`,
		`{"defaults":{"x":"y"}}`:                                       `defaults has a property "x"`,
		`{"datasets":[],"defaults":{"boot":"on"}}`:                     "datasets does not name iocage/.defaults",
		`{"jails":[{"properties":{"x":"y"}}]}`:                         `has a property "x", and iocage knows none of that name`,
		`{"jails":[{"properties":{"tag":"a\nb"}}]}`:                    "contains a line break",
		`{"jails":[{"uuid":"a","settings":[]}]}`:                       "the settings of jail a are no object",
		`{"jails":[{"uuid":"a/b"}]}`:                                   `"a/b" cannot be the uuid of a jail`,
		`{"jails":[{"uuid":"a"},{"uuid":"a"}]}`:                        "jail a is described twice",
		`{"jails":[{"uuid":"a","state":"dying"}]}`:                     `jail a has the state "dying": use up or down`,
		`{"jails":[{"tag":"www","state":"dying"}]}`:                    `jail www has the state "dying": use up or down`,
		`{"jails":[{"tag":"www","properties":{"bot":"on"}}]}`:          `jail www has a property "bot"`,
		`{"jails":[{"uuid":"a","jid":3}]}`:                             "jail a is down: only one that is up has a jid",
		`{"jails":[{"state":"up","jid":3},{"state":"up","jid":3}]}`:    "has the jid 3, which is another's or none",
		`{"jails":[{"state":"up","jid":3}],"next_jid":3}`:              "next_jid is 3, and a jail has the jid 3",
		`{"jails":[{"uuid":"a","params":{"vnet":"on"}}]}`:              "jail a is down: only one that is up has a jid, ip4, params or unmounted",
		`{"jails":[{"uuid":"a","scripts":{"start":"x"}}]}`:             `jail a has a script "start"`,
		`{"jails":[{"uuid":"a","snapshots":[{"name":"a@b"}]}]}`:        `jail a has a snapshot "a@b" of ""`,
		`{"jails":[{"uuid":"a","limits":[{"resource":"tag"}]}]}`:       "jail a has a limit tag:=0, which rctl(8) does not know",
		`{"others":{"releases/x":{}}}`:                                 `others names "releases/x"`,
		`{"images":{"x":{"dataset":"jails/a"}}}`:                       `image "x" has no jail of a dataset jails/UUID`,
		`{"images":{"x":{"dataset":"jails/a","jail":{"state":"up"}}}}`: `the jail in image "x" cannot be up`,
		`{"templates":[{}]}`:                                           `"" cannot be the name of a template`,
		`{"templates":[{"tag":"a"},{"tag":"a"}]}`:                      "template a is described twice",
	} {
		seed, err := fakeiocage.ParseSeed([]byte(text))
		require.NoError(t, err, text)
		_, err = fakeiocage.NewHost(seed)
		require.ErrorContains(t, err, want, text)
		require.ErrorContains(t, err, "cannot make a host: ", text)
	}
}

// What a seed leaves open is as on a new host.
func TestEmptySeed(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.Seed{})
	require.NoError(t, err)
	out, stderr, status := runOn(h, noon, []string{"list"})
	require.Zero(t, status)
	require.Contains(t, out, "Setting up zpool [zroot]")
	require.Contains(t, stderr, "INFO: creating zroot/iocage/.defaults")
}

func TestResetReplacesEverything(t *testing.T) {
	h, err := fakeiocage.OpenHost(t.TempDir())
	require.NoError(t, err)
	_, _, status := runOn(h, noon, []string{"create", "tag=old"})
	require.Zero(t, status)
	before := describe(t, h)

	require.Error(t, h.Reset(fakeiocage.Seed{Active: "nosuch"}))
	require.Equal(t, before, describe(t, h), "a seed that cannot be changes nothing")

	require.NoError(t, h.Reset(fakeiocage.Seed{Pools: []string{"data"}, Active: "data", Contents: fakeiocage.Contents{
		Jails: []fakeiocage.Jail{{Tag: "new", State: "up", Properties: map[string]string{"ip4_addr": "em0|10.0.0.5/24"}}},
	}}))
	out, _, _ := runOn(h, noon, []string{"list"})
	require.Contains(t, out, "new  basejail  10.0.0.5")
	require.NotContains(t, out, "old")
	require.NoError(t, h.Close())
}

// Two pools with contents, one of them no longer active, survive JSON.
func TestDescribeIsWhole(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	for _, args := range [][]string{
		{"create", "tag=a", "start=1", "ip4_addr=em0|10.0.0.5/24"}, {"create", "-e"}, {"create", "quota=x", "tag=bare"},
		{"set", "ip4_addr=none", "a"}, {"set", "boot=on", "10.2-RELEASE"}, {"create", "tag=t"}, {"set", "istemplate=yes", "t"},
		{"create", "tag=r"}, {"set", "istemplate=yes", "r"}, {"reset", "r"},
		{"set", "boot=on", "default"},
		{"snapshot", "-r", "a@s"}, {"clone", "a@s", "tag=broken"}, {"clone", "10.2-RELEASE", "tag=c"}, {"promote", "c"}, {"clone", "default"},
		{"set", "rlimits=on", "a"}, {"cap", "a"}, {"set", "securelevel=0", "a"}, {"export", "t"}, {"export", "c"}, {"start", "-f", "t"}, {"deactivate", "tank"}, {"activate", "zroot"}, {"fetch", "release=9.3-RELEASE"}, {"deactivate", "zroot"},
	} {
		runOn(h, noon, args)
	}
	seed := describe(t, h)
	require.NotEmpty(t, seed.OtherPools)
	require.True(t, slices.ContainsFunc(seed.Jails, func(j fakeiocage.Jail) bool { return j.Rootless }))
	require.Len(t, seed.Images, 2)
	data, err := json.Marshal(seed)
	require.NoError(t, err)
	parsed, err := fakeiocage.ParseSeed(data)
	require.NoError(t, err)
	again, err := fakeiocage.NewHost(parsed)
	require.NoError(t, err)
	require.Equal(t, seed, describe(t, again))
}

// A jail that was sent to another pool has the same uuid there, and survives
// JSON.
func TestSentJailsComeBack(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	runOn(h, noon, []string{"create", "tag=a", "start=1"})
	runOn(h, noon, []string{"send", "zroot"})
	seed := describe(t, h)
	require.Len(t, seed.Jails, 1)
	require.Len(t, seed.OtherPools["zroot"].Jails, 1)
	require.Equal(t, seed.Jails[0].UUID, seed.OtherPools["zroot"].Jails[0].UUID)
	again, err := fakeiocage.NewHost(seed)
	require.NoError(t, err)
	require.Equal(t, seed, describe(t, again))
}

// A dataset that was destroyed and made again keeps its place in the order.
func TestDatasetsAreInTheOrderOfNames(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	for _, args := range [][]string{{"clean", "-fj"}, {"list"}, {"clean", "-ft"}} {
		runOn(h, noon, args)
	}
	require.Equal(t, []string{"iocage", "iocage/.defaults", "iocage/download", "iocage/images", "iocage/jails", "iocage/log", "iocage/releases"}, describe(t, h).Datasets)
}

func TestMainWithoutPlace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	status := fakeiocage.Main([]string{"list"}, fakeiocage.Env{Getenv: func(name string) string {
		return map[string]string{"FAKEIOCAGE_STATE": file}[name]
	}})
	require.Equal(t, 1, status)
}

// Concurrent runs on one host lose nothing and never see half a change.
func TestConcurrentRuns(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { runOn(h, noon, []string{"create", fmt.Sprint("tag=j", i), "start=1"}) })
		wg.Go(func() { runOn(h, noon, []string{"list"}) })
		wg.Go(func() { runOn(h, noon, []string{"get", "-r", "all"}) })
		wg.Go(func() { _, _ = h.Describe() })
	}
	wg.Wait()
	seed := describe(t, h)
	require.Len(t, seed.Jails, 20)
	checkInvariants(t, seed)
}
