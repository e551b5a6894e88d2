package iocage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// unfinished is an iocage with one jail, and two that have no properties.
func unfinished(folders string) answering {
	return answering{
		"list": prints("JID  UUID                                  BOOT  STATE  TAG  TYPE      IP4\n" +
			"-    -                                     -     down   -    -         -\n" +
			"-    " + uuidA + "  off   down   www  basejail  -\n" +
			"-    -                                     -     down   -    -         -\n"),
		"df": prints(usageHeading +
			"-                                     1.00x   none   none   248K   426G  -\n" +
			uuidA + "  1.00x   none   none   248K   426G  www\n" +
			"-                                     1.00x   none   none   248K   426G  2026-11-22@03:11:18\n"),
		"get": prints(folders),
	}
}

const (
	folderHeading = "UUID                                  TAG   mountpoint\n"
	oneFolder     = "-                                     none  /mnt/iocage/jails/02222222-c43c-11e5-9602-54ee75595566\n"
	jailFolder    = uuidA + "  www   /mnt/iocage/jails/" + uuidA + "\n"
	otherFolder   = "-                                     a b   /iocage/jails/" + uuidB + "\n"
	releaseFolder = "-                                     none  /iocage/releases/10.2-RELEASE\n"
)

// Jails without a uuid are identified by their folders.
func TestUnfinishedJails(t *testing.T) {
	c := client(unfinished(folderHeading + oneFolder + jailFolder + otherFolder + releaseFolder))
	jails, err := c.List(t.Context())
	require.NoError(t, err)
	nothing := iocage.Jail{JID: "-", Boot: "-", State: "down", Tag: "-", Type: "-", IP4: "-"}
	first, second := nothing, nothing
	first.UUID, second.UUID = "02222222-c43c-11e5-9602-54ee75595566", uuidB
	require.Equal(t, first, jails.Value[0])
	require.Equal(t, uuidA, jails.Value[1].UUID)
	require.Equal(t, second, jails.Value[2])

	usages, err := c.Usages(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{first.UUID, uuidA, uuidB}, []string{usages.Value[0].UUID, usages.Value[1].UUID, usages.Value[2].UUID})
}

// An unknown uuid stays unknown, but is not an error.
func TestUnfinishedJailsWithoutFolders(t *testing.T) {
	for _, folders := range []string{"", folderHeading + oneFolder + releaseFolder, "  ERROR: missing UUID or property!\n"} {
		jails, err := client(unfinished(folders)).List(t.Context())
		require.NoError(t, err)
		require.Len(t, jails.Value, 3)
		require.Equal(t, "-", jails.Value[0].UUID)
	}
}

// A host without unfinished jails is not asked for folders.
func TestFinishedJails(t *testing.T) {
	a := unfinished("")
	a["list"] = prints("JID  UUID  BOOT  STATE  TAG  TYPE  IP4\n")
	_, err := client(a).List(t.Context())
	require.NoError(t, err)
	require.Empty(t, a["get"].asked)
}
