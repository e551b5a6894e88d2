package fakeiocage_test

import (
	"bytes"
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// words are what random command lines are made of.
var (
	verbs = []string{"activate", "cap", "clean", "clone", "console", "create", "deactivate", "defaults", "destroy", "df", "exec", "export", "fetch",
		"get", "help", "import", "inuse", "limits", "list", "pkg", "promote", "pull", "rcboot", "rcshutdown", "reboot", "reset", "restart", "rollback",
		"runtime", "send", "set", "snaplist", "snapmount", "snapremove", "snapshot", "snapumount", "start", "stop", "uncap", "update", "upgrade", "nonsense"}
	operands = []string{"a", "b", "ALL", "default", "10.2-RELEASE", "e", ".", "[", "", "-f", "-r", "-t", "-s", "-e", "-m", "-P", "-fj", "-fa", "-ft", "all",
		"tank", "zroot", "tag=a", "tag=b", "tag=a b", "tag=x/y", "tag=default", "count=2", "count=0", "count=-1", "start=1", "boot=on",
		"vnet=on", "istemplate=yes", "istemplate=no", "type=thickjail", "type=basejail", "quota=1G", "quota=x", "reservation=1G", "release=10.2",
		"release=9.3-RELEASE", "ip4_addr=em0|10.0.0.1/24", "ip4_addr=banana", "hack88=1", "hack88=0", "jail_zfs=on", "mountpoint=/x",
		"exec_start=/usr/bin/false", "rlimits=on", "memoryuse=x", "memoryuse=1G:deny", "cpuset=9", "cpuset=1-2", "notes=a=b", "host_hostuuid=u", "boot",
		"interfaces=x:y", "priority=7", "allow_mount=1", "*", "*basejail", "a@s", "b@s", "a@t", "a@ALL", "default@s", "10.2-RELEASE@s", "/mnt", "id", "info"}
)

// likely are command lines with an effect, most of them on the jails a and b.
// Random words rarely produce two related ones in a row.
var likely = strings.Split(`activate zroot
activate tank
deactivate tank
deactivate zroot
send zroot
send tank
send -c zroot
send -m zroot
create tag=a
create tag=b start=1
create -e tag=a
create tag=b count=2 jail_zfs=on
create quota=x tag=a
create release=9.3-RELEASE tag=b
clone a tag=b
clone a@s tag=b
clone 10.2-RELEASE tag=a
clone default tag=b
promote a
promote b
set istemplate=yes a
set istemplate=no a
set istemplate=yes b
set tag=b a
set tag=default b
set host_hostuuid=u a
set boot=on default
set boot=on 10.2-RELEASE
set ip4_addr=em0|10.0.0.1/24 a
set rlimits=on a
set mountpoint=/x a
set hack88=1 b
set securelevel=0 a
snapshot -r a@s
snapshot -r b@t
snapshot default@s
snapshot 10.2-RELEASE@s
snapremove a@s
snapremove b@ALL
snapmount a@s
snapumount a@s
rollback a@s
rollback b@t
export a
export b
import a
import b
start a
start b
start -f a
stop a
stop b
cap a
uncap a
destroy -f a
destroy -f b
destroy -fr 10.2-RELEASE
clean -fj
clean -ft
clean -fa
fetch release=9.3-RELEASE
reset a
reset default
rcboot
rcshutdown
update a
upgrade b`, "\n")

// commandLine is a likely one in two of three cases, and random words
// otherwise.
func commandLine(t *rapid.T) []string {
	if rapid.IntRange(0, 2).Draw(t, "kind") < 2 {
		return strings.Split(rapid.SampledFrom(likely).Draw(t, "likely"), " ")
	}
	args := []string{rapid.SampledFrom(verbs).Draw(t, "verb")}
	return append(args, rapid.SliceOfN(rapid.SampledFrom(operands), 0, 4).Draw(t, "operands")...)
}

// runOn runs the command and returns all that it shows.
func runOn(h *fakeiocage.Host, now time.Time, args []string) (stdout, stderr string, status int) {
	return runAs(h, "", now, args)
}

// runAs is runOn for a dialect; empty: the default one.
func runAs(h *fakeiocage.Host, dialect string, now time.Time, args []string) (stdout, stderr string, status int) {
	var out, err bytes.Buffer
	status = h.Run(context.Background(), args, fakeiocage.Env{
		Stdin: strings.NewReader("y\n"), Stdout: &out, Stderr: &err, Now: func() time.Time { return now }, Getenv: speaking(dialect),
	})
	return out.String(), err.String(), status
}

// speaking is an environment with a dialect.
func speaking(dialect string) func(string) string {
	return func(name string) string { return map[string]string{"FAKEIOCAGE_DIALECT": dialect}[name] }
}

// checkInvariants checks what holds for every host.
func checkInvariants(t require.TestingT, s fakeiocage.Seed) {
	jids, uuids := map[int]bool{}, map[string]bool{}
	for _, j := range s.Jails {
		require.False(t, uuids[j.UUID], "uuid %s stands twice", j.UUID)
		uuids[j.UUID] = true
		require.Equal(t, j.State == "up", j.JID != 0, "%s is up if and only if it has a jid", j.UUID)
		if j.JID != 0 {
			require.False(t, jids[j.JID], "jid %d stands twice", j.JID)
			require.Less(t, j.JID, s.NextJID)
		}
		jids[j.JID] = true
	}
	for _, c := range append(slices.Collect(maps.Values(s.OtherPools)), s.Contents) {
		checkOrigins(t, c)
	}
}

// checkOrigins checks that each clone's origin exists, and that the snapshots
// of a filesystem are unique.
func checkOrigins(t require.TestingT, c fakeiocage.Contents) {
	snapshots := map[string]bool{}
	note := func(dataset string, all []fakeiocage.Snapshot) {
		for _, s := range all {
			name := strings.TrimSuffix(dataset+"/"+s.Below, "/") + "@" + s.Name
			require.False(t, snapshots[name], "%s stands twice", name)
			snapshots[name] = true
		}
	}
	for name, o := range c.Others {
		note(name, o.Snapshots)
	}
	for _, j := range c.Jails {
		note("jails/"+j.UUID, j.Snapshots)
	}
	for _, j := range c.Templates {
		note("templates/"+j.Name, j.Snapshots)
	}
	for _, j := range slices.Concat(c.Jails, c.Templates) {
		if origin, clone := j.Properties["origin"]; clone {
			_, below, _ := strings.Cut(origin, "/iocage/")
			dataset, snapshot, _ := strings.Cut(below, "@")
			require.True(t, snapshots[below] || snapshots[dataset+"/root@"+snapshot], "the origin %s of %s%s is gone", origin, j.UUID, j.Name)
		}
	}
}

// For random command lines, a host in memory and one in a folder answer the
// same and end in the same state, the invariants hold, and the description
// makes the same host again.
func TestRandomCommands(t *testing.T) {
	checkRandomly(t, rapid.Custom(func(t *rapid.T) command { return command{"", commandLine(t)} }))
}

// A command is a command line and the dialect that runs it.
type command struct {
	dialect string
	args    []string
}

func checkRandomly(t *testing.T, commands *rapid.Generator[command]) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "fakeiocage")
		require.NoError(t, err)
		defer os.RemoveAll(dir)
		memory, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
		require.NoError(t, err)
		folder, err := fakeiocage.OpenHost(dir)
		require.NoError(t, err)
		for _, c := range rapid.SliceOfN(commands, 1, 12).Draw(t, "commands") {
			args := c.args
			out1, err1, status1 := runAs(memory, c.dialect, noon, args)
			out2, err2, status2 := runAs(folder, c.dialect, noon, args)
			require.Equal(t, []any{out1, err1, status1}, []any{out2, err2, status2}, "%q in memory and in a folder", args)
			require.NotContains(t, out1+err1, "$1", "%q left a gap", args)
			after := describe(t, memory)
			require.Equal(t, after, describe(t, folder), "%q in memory and in a folder", args)
			checkInvariants(t, after)
			requireSame(t, after)
		}
	})
}

func describe(t require.TestingT, h *fakeiocage.Host) fakeiocage.Seed {
	s, err := h.Describe()
	require.NoError(t, err)
	return s
}

// requireSame makes a host of the description and compares its own.
func requireSame(t require.TestingT, s fakeiocage.Seed) {
	again, err := fakeiocage.NewHost(s)
	require.NoError(t, err)
	require.Equal(t, s, describe(t, again), "a description makes the same host again")
}
