package iocage_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

func python(r iocage.Runner) *iocage.Python { return iocage.NewPython(r, iocage.Options{}) }

// Rows of every layout that the program has had, between lines that say what it
// did before.
func TestRows(t *testing.T) {
	tests := []struct {
		name, row string
		want      iocage.Row
	}{
		{"2017-06-05", "3\t" + uuidA + "\ton\tup\ttwo rds\tjail\t11.0-RELEASE-p9\tem0|10.0.0.1/24,em1|10.0.0.2\tnone\t-",
			iocage.Row{JID: "3", UUID: uuidA, Boot: "on", State: "up", Tag: "two rds", Type: "jail", Release: "11.0-RELEASE-p9", IP4: "em0|10.0.0.1/24,em1|10.0.0.2", IP6: "none", Template: "-"}},
		{"a tag like a type", "-\t" + uuidA + "\toff\tdown\tjail\ttemplate\t11.0-RELEASE\t-\tnone\t-",
			iocage.Row{JID: "-", UUID: uuidA, Boot: "off", State: "down", Tag: "jail", Type: "template", Release: "11.0-RELEASE", IP4: "-", IP6: "none", Template: "-"}},
		{"0.9.9", "-\twww\toff\tdown\tjail\t11.1-RELEASE\t-\t-\tbase",
			iocage.Row{JID: "-", UUID: "www", Boot: "off", State: "down", Tag: "www", Type: "jail", Release: "11.1-RELEASE", IP4: "-", IP6: "-", Template: "base"}},
		{"a plugin of 0.9.10", "7\tgitlab\ton\tup\tplugin\t11.1-RELEASE\tDHCP (not running)\t-\t-\thttp://10.0.0.1",
			iocage.Row{JID: "7", UUID: "gitlab", Boot: "on", State: "up", Tag: "gitlab", Type: "plugin", Release: "11.1-RELEASE", IP4: "DHCP (not running)", IP6: "-", Template: "-"}},
		{"1.2", "7\twww\ton\tup\tjail\t12.0-RELEASE-p10\tem0|10.0.0.1\t-\t-\tno",
			iocage.Row{JID: "7", UUID: "www", Boot: "on", State: "up", Tag: "www", Type: "jail", Release: "12.0-RELEASE-p10", IP4: "em0|10.0.0.1", IP6: "-", Template: "-"}},
		{"a corrupt jail of 1.2", "-\twww\toff\tCORRUPT\tN/A\tN/A\tN/A\tN/A\t-\tno",
			iocage.Row{JID: "-", UUID: "www", Boot: "off", State: "CORRUPT", Tag: "www", Type: "N/A", Release: "N/A", IP4: "N/A", IP6: "N/A", Template: "-"}},
		{"a stopped jail of 1.2.1", "None\twww\toff\tdown\tjail\t12.0-RELEASE-p10\tem0|10.0.0.1\t-\t-\tno",
			iocage.Row{JID: "-", UUID: "www", Boot: "off", State: "down", Tag: "www", Type: "jail", Release: "12.0-RELEASE-p10", IP4: "em0|10.0.0.1", IP6: "-", Template: "-"}},
		{"a plugin of 1.2", "7\tgitlab\ton\tup\tpluginv2\t12.0-RELEASE\tvnet0|10.0.0.1\t-\t-\thttp://10.0.0.1\t-",
			iocage.Row{JID: "7", UUID: "gitlab", Boot: "on", State: "up", Tag: "gitlab", Type: "pluginv2", Release: "12.0-RELEASE", IP4: "vnet0|10.0.0.1", IP6: "-", Template: "-"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			asked := prints("Setting up zpool [tank] for iocage usage\n If you wish to change please use \"iocage activate\"\n" + test.row + "\n")
			rows, err := python(asked).Jails(t.Context())
			require.NoError(t, err)
			require.Equal(t, []iocage.Row{test.want}, rows.Value.Rows)
			require.Equal(t, [][]string{{"list", "-lh"}}, asked.asked)
		})
	}
	for _, row := range []string{"\t", strings.Repeat("a\t", 7) + "b", strings.Repeat("a\t", 9) + "b", strings.Repeat("a\t", 11) + "b"} {
		_, err := python(prints(row + "\n")).Jails(t.Context())
		require.ErrorContains(t, err, "cannot read a line of iocage list: ")
	}
}

// What the program prints beside an answer is known, whatever its version and
// its host. Without an answer the list is empty.
func TestAsides(t *testing.T) {
	const stars = "********************************************************************************\n"
	const asides = "Setting up zpool [tank] for iocage usage\nIf you wish to change please use \"iocage activate\"\n" +
		"Creating tank/iocage/jails\n" +
		"hack88 is no longer supported.\ntank/iocage/jails/a-b is being converted to tank/iocage/jails/a permanently.\n" +
		"Stopping jail to migrate UUIDs.\nDefault configuration missing, creating one\n" +
		stars + "mount -t fdescfs null /dev/fd\nfdescfs /dev/fd  fdescfs  rw  0  0\n" + stars + "\n"
	c := python(prints(asides))
	jails, err := c.Jails(t.Context())
	require.NoError(t, err)
	require.Empty(t, jails.Value.Rows)
	releases, err := c.Releases(t.Context())
	require.NoError(t, err)
	require.Empty(t, releases)
	remote, err := c.RemoteReleases(t.Context())
	require.NoError(t, err)
	require.Empty(t, remote)
	plugins, err := c.RemotePlugins(t.Context())
	require.NoError(t, err)
	require.Empty(t, plugins)
	pool, err := python(prints(asides + "tank\n")).Pool(t.Context())
	require.NoError(t, err)
	require.Equal(t, "tank", pool)
}

// An answer that cannot be read is not an empty one.
func TestAnswersThatCannotBeRead(t *testing.T) {
	for _, text := range []string{"the disk is full\n", "Creating x/iocage\n+-----+\n| JID |\n", "\x1b[2J\n"} {
		c := python(prints(text))
		for name, list := range map[string]func() error{
			"jails":          func() error { _, err := c.Jails(t.Context()); return err },
			"templates":      func() error { _, err := c.Templates(t.Context()); return err },
			"plugins":        func() error { _, err := c.InstalledPlugins(t.Context()); return err },
			"releases":       func() error { _, err := c.Releases(t.Context()); return err },
			"remote release": func() error { _, err := c.RemoteReleases(t.Context()); return err },
			"remote plugins": func() error { _, err := c.RemotePlugins(t.Context()); return err },
		} {
			require.ErrorContains(t, list(), "cannot read a line of iocage list: ", "%s of %q", name, text)
		}
		_, err := c.Pool(t.Context())
		require.ErrorContains(t, err, "cannot read the pool that iocage get -p prints: ", "%q", text)
	}
}

func TestReleases(t *testing.T) {
	names, err := python(prints("Creating tank/iocage/releases\n\n10.3-RELEASE\n11.0-RELEASE\n")).Releases(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"10.3-RELEASE", "11.0-RELEASE"}, names)

	for _, numbered := range []string{
		"[0] 9.3-RELEASE (EOL)\n[1] 11.0-RELEASE\n",
		"[0] 9.3-RELEASE (EOL)\n[1] 11.0-RELEASE\n11.0-RELEASE\n", // 0.9.9, with the host's
		"9.3-RELEASE (EOL)\n11.0-RELEASE\n",
	} {
		names, err := python(prints("Creating tank/iocage/releases\n" + numbered)).RemoteReleases(t.Context())
		require.NoError(t, err)
		require.Equal(t, []string{"9.3-RELEASE (EOL)", "11.0-RELEASE"}, names)
	}
}

func TestRemotePlugins(t *testing.T) {
	plugins, err := python(prints("[0] A-b - One - two (three) (ab)\n[10] C -  (c.d)\n")).RemotePlugins(t.Context())
	require.NoError(t, err)
	require.Equal(t, []iocage.Plugin{{ID: "ab", Name: "A-b", Description: "One - two (three)"}, {ID: "c.d", Name: "C"}}, plugins)
	_, err = python(prints("[0] no description (x)\n")).RemotePlugins(t.Context())
	require.EqualError(t, err, `cannot read a plugin of iocage list: "no description (x)"`)

	plugins, err = python(prints("Using \"master\" branch for plugin, this may not work with your RELEASE\nGitLab \t Keeps sources - and more\tgitlab\tMIT\tTrue\n")).RemotePlugins(t.Context())
	require.NoError(t, err)
	require.Equal(t, []iocage.Plugin{{ID: "gitlab", Name: "GitLab", Description: "Keeps sources - and more"}}, plugins, "0.9.9 to 1.1")
	_, err = python(prints("name\tdescription\tplugin\tlicense\tofficial\n")).RemotePlugins(t.Context())
	require.EqualError(t, err, "this iocage does not print its plugins for programs", "1.2")
}

// A reason is one line of bounded length, whatever the program printed.
func TestLongReasons(t *testing.T) {
	_, err := python(fails(1, strings.Repeat("größer\n", 1000), "")).Jails(t.Context())
	var refusal *iocage.Refusal
	require.ErrorAs(t, err, &refusal)
	require.LessOrEqual(t, len(refusal.Line), 500+len("…"))
	require.True(t, strings.HasSuffix(refusal.Line, "grö…"), "it is cut between two letters")
}
