package fakeiocage_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

const rewrite = "python-2017-06-05"

// rewriteLines are command lines of the rewrite of 2017 with an effect.
var rewriteLines = strings.Split(`activate zroot
activate tank
deactivate tank
get -p
list -lh
list -tlh
list -Ph
list -rh
list -rRh
list -PhR
list -hl -s ip4
df -lh
create -r 10.2-RELEASE tag=a
create -r 10.2-RELEASE tag=b boot=on
create -r 11.0-RELEASE -c 2 tag=b
create -r 10.2-RELEASE -s
create -e tag=a
create -t a tag=b
create -r 10.2-RELEASE tag=b quota=1G comment=x
create -r 10.2-RELEASE tag=b boot=perhaps
create -r 10.2-RELEASE -u 5f0c2b1e-4a4e-11e7-9d5b-0cc47a0b1c2d
start a
start ALL
start --rc
stop a
stop ALL
restart b
restart -s ALL
set template=yes a
set tag=b a
set tag=a b
set boot=on a
set comment=x b
set quota=1G a
set mountpoint=/x a
set ip4_addr=em0|10.0.0.1/24 a
set exec_start=/usr/bin/false b
set exec_stop=/usr/bin/false b
set priority=1x b
get -a a
get -rh tag
get boot b
destroy -f a
destroy b
destroy -rf 10.2-RELEASE
clean -fj
clean -fr
clean -ft
clean -fa
clean -r
fetch -r 10.3-RELEASE
fetch --verify -r 10.2-RELEASE
fetch --plugins --name gitlab ip4_addr=em0|10.0.0.2
fetch -P --name emby ip6_addr=em0|fd00::2 tag=a
exec a hostname
exec b nosuch
exec -u nosuch a echo x
console a
console b
chroot a cat
chroot b false
pkg a info
update a
upgrade -r 10.3-RELEASE a
upgrade -r 9.3-RELEASE b
get -P port a
set -P port=1 b`, "\n")

var rewriteWords = []string{"list", "get", "create", "fetch", "set", "start", "stop", "destroy", "clean", "df", "restart", "activate", "chroot", "exec", "console", "pkg", "update", "upgrade", "nonsense",
	"a", "b", "ALL", "", "-", "--", "-f", "-r", "-t", "-s", "-e", "-P", "-u", "-U", "-lh", "-fj", "--help", "--version", "--name", "-n", "-c", "2", "tank", "10.2-RELEASE",
	"tag=a", "tag=default", "ip4_addr=em0|10.0.0.3", "ip4_addr=none", "template=yes", "template=no", "boot=on", "used=1", "type=plugin", "x=y", "default"}

// On a host that the shell iocage and the rewrite of 2017 use in turn, what
// holds for every host holds too.
func TestRandomCommandsOfBothPrograms(t *testing.T) {
	checkRandomly(t, rapid.Custom(func(t *rapid.T) command {
		switch rapid.IntRange(0, 5).Draw(t, "program") {
		case 0:
			return command{"", commandLine(t)}
		case 1:
			return command{rewrite, rapid.SliceOfN(rapid.SampledFrom(rewriteWords), 0, 5).Draw(t, "words")}
		}
		return command{rewrite, strings.Split(rapid.SampledFrom(rewriteLines).Draw(t, "line"), " ")}
	}))
}

// A fault answers in the words of the program that it strikes.
func TestFaultSpeaksTheDialect(t *testing.T) {
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		runAs(h, rewrite, noon, []string{"create", "-r", "10.2-RELEASE", "tag=www"})
		addFaults(t, h, "faults: [{name: fails, command: start, effect: fail}, {name: full, command: set, effect: enospc}, {name: closed, command: list, effect: pool-faulted}]")
		stdout, stderr, status := runAs(h, rewrite, noon, []string{"start", "www"})
		require.Regexp(t, `^\* Starting [0-9a-f-]{36} \(www\)\n  \+ Start FAILED\n$`, stdout)
		require.Regexp(t, `\nRuntimeError:   jail: /usr/bin/true: failed\n\n$`, stderr)
		require.Equal(t, 1, status)
		_, stderr, _ = runAs(h, rewrite, noon, []string{"set", "boot=on", "www"})
		require.Contains(t, stderr, "\nOSError: [Errno 28] No space left on device\n")
		_, stderr, _ = runAs(h, rewrite, noon, []string{"list"})
		require.Contains(t, stderr, "\nlibzfs.ZFSException: cannot open 'tank': pool I/O is currently suspended\n")
		_, stderr, _ = runOn(h, noon, []string{"list"})
		require.Equal(t, "cannot open 'tank': pool I/O is currently suspended\n", stderr)
	})
}

// The connection of fetch breaks after some files, and the release is not there.
func TestFetchOfTheRewriteBreaks(t *testing.T) {
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		addFaults(t, h, "faults: [{name: breaks, command: fetch, nth: 1, effect: fetch, files: 2}]")
		plugin := []string{"fetch", "--plugins", "--name", "emby", "ip4_addr=em0|10.0.2.3"}
		_, stderr, status := runAs(h, rewrite, noon, plugin)
		require.Equal(t, 1, status)
		require.Equal(t, 2, strings.Count(stderr, "Downloading: "))
		require.Contains(t, stderr, "\nConnectionResetError: [Errno 54] Connection reset by peer\n")
		require.Equal(t, []string{"10.2-RELEASE"}, describe(t, h).Releases)
		require.Empty(t, describe(t, h).Jails)

		_, _, status = runAs(h, rewrite, noon, plugin)
		require.Equal(t, 0, status)
		require.Equal(t, "plugin", describe(t, h).Jails[0].Type)
	})
}

// A download ends when its caller gives up, and takes the time that was asked for.
func TestFetchOfTheRewriteTakesTime(t *testing.T) {
	h, err := fakeiocage.NewHost(fakeiocage.DefaultSeed())
	require.NoError(t, err)
	env := fakeiocage.Env{Getenv: func(name string) string {
		return map[string]string{"FAKEIOCAGE_DIALECT": rewrite, "FAKEIOCAGE_FETCH_DELAY": "1h"}[name]
	}}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	require.Equal(t, 1, h.Run(ctx, []string{"fetch", "-r", "11.0-RELEASE"}, env))
	require.Equal(t, []string{"10.2-RELEASE"}, describe(t, h).Releases)
}
