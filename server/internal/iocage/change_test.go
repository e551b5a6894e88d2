package iocage_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

func TestCap(t *testing.T) {
	for _, right := range []*printer{prints(""), prints("  + Applying resource limits OK\n"), fails(0, "", "  INFO: creating tank/iocage/jails\n")} {
		require.NoError(t, client(right).Cap(t.Context(), "www"))
		require.Equal(t, [][]string{{"cap", "www"}}, right.asked)
	}
	for line, wrong := range map[string]*printer{
		"ERROR: nosuch not found!": fails(0, "PATH=/bin\npool=tank\n", "  ERROR: nosuch not found!\n[: ==: unexpected operator\n"),
		"+ Applying resource limits  ERROR: incorrect resource limit: bad action:  for property: memoryuse": fails(0,
			"  + Applying resource limits  ERROR: incorrect resource limit: bad action:  for property: memoryuse\n  HINT : check man page for syntax.\n OK\n", ""),
		"+ Applying resource limits    FAILED to apply memoryuse=explode:8G": fails(0,
			"  + Applying resource limits    FAILED to apply memoryuse=explode:8G\n", "rctl: rctl_add_rule: Invalid argument\n"),
		"rctl: RACCT/RCTL present, but disabled": fails(0, "  + Applying resource limits OK\n", "rctl: RACCT/RCTL present, but disabled\n"),
	} {
		require.EqualError(t, client(wrong).Cap(t.Context(), "www"), line)
	}
}

func TestClean(t *testing.T) {
	p := prints("  INFO: destroying tank/iocage/jails:  \b/\bdone!\n")
	c := client(p)
	for _, clean := range []func(context.Context) error{c.CleanJails, c.CleanReleases, c.CleanTemplates, c.CleanAll} {
		require.NoError(t, clean(t.Context()))
	}
	require.Equal(t, [][]string{{"clean", "-fj"}, {"clean", "-fr"}, {"clean", "-ft"}, {"clean", "-fa"}}, p.asked)

	busy := "cannot unmount '/iocage/jails/x': Device busy"
	require.EqualError(t, client(fails(0, "  INFO: destroying tank/iocage:  \bdone!\n", busy+"\n")).CleanAll(t.Context()), busy)
}

// answering is an iocage that has its own answer for each command line.
type answering map[string]*printer

func (a answering) Run(ctx context.Context, args ...string) (iocage.Output, error) {
	return a[args[0]].Run(ctx, args...)
}

func TestDestroy(t *testing.T) {
	a := answering{
		"get":     prints("/iocage/jails/" + uuidA + "\n"),
		"destroy": prints("* Stopping " + uuidA + " (www)\n  + Removing jail process    OK\n  Destroying: " + uuidA + "\n"),
	}
	got, err := client(a).Destroy(t.Context(), "www")
	require.NoError(t, err)
	require.Equal(t, " "+uuidA, got)
	require.Equal(t, [][]string{{"destroy", "-f", "www"}}, a["destroy"].asked)

	a["destroy"] = fails(1, "", "  ERROR: jail has dependent clone, uuid: u (t)\n")
	_, err = client(a).Destroy(t.Context(), "www")
	require.EqualError(t, err, "ERROR: jail has dependent clone, uuid: u (t)")
	a["destroy"] = fails(0, "  Destroying: "+uuidA+"\n", "cannot destroy 'tank/iocage/jails/x': dataset is busy\n")
	_, err = client(a).Destroy(t.Context(), "www")
	require.EqualError(t, err, "cannot destroy 'tank/iocage/jails/x': dataset is busy")
	a["destroy"] = prints("")
	_, err = client(a).Destroy(t.Context(), "www")
	require.EqualError(t, err, `cannot find the destroyed jail in ""`)
}

// iocage destroys any of its datasets whose name ends in the given one.
func TestDestroyTakesNothingButJails(t *testing.T) {
	for name, folder := range map[string]string{
		"10.2-RELEASE": "/iocage/releases/10.2-RELEASE", "e": "/mnt/iocage/releases/10.2-RELEASE", "defaults": "/iocage/.defaults",
	} {
		a := answering{"get": prints(folder + "\n"), "destroy": prints("")}
		_, err := client(a).Destroy(t.Context(), name)
		require.EqualError(t, err, name+" names no jail but "+folder+": name a jail by its tag or uuid")
		require.Empty(t, a["destroy"].asked)
	}
	for _, name := range []string{"default", "ALL", "-f", "", ".*"} {
		a := answering{"get": prints(""), "destroy": prints("")}
		_, err := client(a).Destroy(t.Context(), name)
		var refusal *iocage.Refusal
		require.ErrorAs(t, err, &refusal, "%q", name)
		require.Empty(t, append(a["get"].asked, a["destroy"].asked...), "%q", name)
	}
}
