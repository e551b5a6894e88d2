package fakeiocage_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// Each clone leaves a snapshot of its source. What needs no snapshots costs the
// same for a jail of few clones as for one of many, and one more snapshot is
// written as one.
func TestOneJailCostsTheSameWithManyClones(t *testing.T) {
	const many = 2000
	for dialect, runs := range map[string][][]string{
		"":      {{"get", "all", "a"}, {"start", "a"}, {"set", "notes=x", "a"}, {"stop", "a"}, {"list", "-r"}},
		rewrite: {{"get", "all", "a"}, {"start", "a"}, {"set", "notes=x", "a"}, {"stop", "a"}, {"list", "-r"}},
	} {
		few, grown := costsOn(t, dialect, seedOfClones(20), runs), costsOn(t, dialect, seedOfClones(many), runs)
		for run, cost := range few {
			require.LessOrEqual(t, grown[run].allocated, 3*cost.allocated+20_000, "bytes of %q in %q", run, dialect)
		}
	}
	snapshots := map[string][][]string{
		"":      {{"snapshot", "a"}, {"clone", "a", "tag=new"}, {"snapremove", "a@ioc-2016-02-05_12:00:00"}, {"destroy", "-f", "c_7"}},
		rewrite: {{"snapshot", "-n", "s", "a"}, {"clone", "a", "tag=new"}, {"snapremove", "-n", "s", "a"}, {"create", "-r", "10.2-RELEASE", "tag=fork"}, {"destroy", "-f", "c_7"}},
	}
	for dialect, runs := range snapshots {
		for run, cost := range costsOn(t, dialect, seedOfClones(many), runs) {
			require.LessOrEqual(t, cost.written, 50, "pages of %q in %q", run, dialect)
		}
	}
}

// A list of many clones of one jail costs for each of them what a list of few does.
func TestListOfClonesGrowsWithTheirNumber(t *testing.T) {
	for dialect, list := range map[string][]string{"": {"list"}, rewrite: {"list", "-l"}} {
		few, many := costsOn(t, dialect, seedOfClones(200), [][]string{list}), costsOn(t, dialect, seedOfClones(2000), [][]string{list})
		run := strings.Join(list, " ")
		require.LessOrEqual(t, many[run].allocated, 15*few[run].allocated, dialect)
	}
}

// To remove all snapshots of a jail costs the same for each, however many they are.
func TestRemovalOfSnapshotsGrowsWithTheirNumber(t *testing.T) {
	removal := []string{"snapremove", "a@ALL"}
	run := strings.Join(removal, " ")
	few, many := costsOn(t, "", seedOfSnapshots(200), [][]string{removal}), costsOn(t, "", seedOfSnapshots(2000), [][]string{removal})
	require.LessOrEqual(t, many[run].allocated, 15*few[run].allocated)
}

// costsOn returns the costs of each command on a host.
func costsOn(t *testing.T, dialect string, seed fakeiocage.Seed, runs [][]string) map[string]cost {
	dir := t.TempDir()
	h, err := fakeiocage.OpenHost(dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	require.NoError(t, h.Reset(seed))
	all := map[string]cost{}
	for _, args := range runs {
		all[strings.Join(args, " ")] = costOf(t, h, dialect, filepath.Join(dir, "host.db"), args)
	}
	return all
}

// seedOfClones is a host with a jail a and its clones c_1, c_2 and so on.
func seedOfClones(n int) fakeiocage.Seed {
	const source = "11111111-1111-1111-1111-111111111111"
	seed := fakeiocage.DefaultSeed()
	a := fakeiocage.Jail{UUID: source, Tag: "a"}
	for i := range n {
		uuid := fmt.Sprintf("22222222-2222-2222-2222-%012d", i)
		for _, below := range []string{"", "root"} {
			a.Snapshots = append(a.Snapshots, fakeiocage.Snapshot{Name: uuid, Below: below, Created: noon.Unix()})
		}
		seed.Jails = append(seed.Jails, fakeiocage.Jail{
			UUID: uuid, Tag: fmt.Sprint("c_", i+1), Type: "clonejail",
			Properties: map[string]string{"origin": "tank/iocage/jails/" + source + "@" + uuid},
		})
	}
	seed.Jails = append(seed.Jails, a)
	return seed
}

// seedOfSnapshots is a host with a jail a of that many snapshots.
func seedOfSnapshots(n int) fakeiocage.Seed {
	seed := fakeiocage.DefaultSeed()
	a := fakeiocage.Jail{Tag: "a"}
	for i := range n {
		a.Snapshots = append(a.Snapshots, fakeiocage.Snapshot{Name: fmt.Sprint("s", i), Created: noon.Unix()})
	}
	seed.Jails = append(seed.Jails, a)
	return seed
}
