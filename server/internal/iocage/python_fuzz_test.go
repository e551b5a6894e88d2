package iocage_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/commandline"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

const pythonRow = "3\t" + uuidA + "\ton\tup\twww\tjail\t11.0-RELEASE-p9\tem0|10.0.0.1/24\tnone\t-\n"

// Every line but the known ones is a row, or the whole list is an error.
func FuzzRows(f *testing.F) {
	f.Add(pythonRow)
	f.Add("Setting up zpool [tank] for iocage usage\n" + pythonRow + pythonRow)
	f.Add("7\tgitlab\ton\tup\tpluginv2\t12.0-RELEASE\tvnet0|10.0.0.1\t-\t-\thttp://10.0.0.1\t-\n")
	f.Add("-\twww\toff\tdown\tjail\tEMPTY\t-\t-\tbase\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := python(prints(text)).Jails(t.Context())
		if err != nil {
			return
		}
		tabbed := 0
		for line := range strings.Lines(text) {
			if strings.Contains(line, "\t") {
				tabbed++
			}
		}
		require.Len(t, rows.Value.Rows, tabbed)
		for _, r := range rows.Value.Rows {
			require.NotContains(t, r.JID+r.UUID+r.Boot+r.State+r.Tag+r.Type+r.Release+r.IP4+r.IP6+r.Template, "\t")
		}
	})
}

// Each name stands on a line of the output, and is not empty. What is neither a
// name nor a known line is an error.
func FuzzReleases(f *testing.F) {
	f.Add("10.3-RELEASE\n11.0-RELEASE\n")
	f.Add("[0] 9.3-RELEASE (EOL)\n[1] 11.0-RELEASE\n")
	f.Add("Creating tank/iocage/releases\n9.3-RELEASE (EOL)\n")
	f.Fuzz(func(t *testing.T, text string) {
		c := python(prints(text))
		local, err := c.Releases(t.Context())
		if err != nil {
			require.Empty(t, local)
		}
		remote, err := c.RemoteReleases(t.Context())
		if err != nil {
			require.ErrorContains(t, err, "cannot read a line of iocage list: ")
			return
		}
		for _, name := range append(local, remote...) {
			require.NotEmpty(t, name)
			require.Contains(t, text, name)
			require.NotContains(t, name, "\n")
		}
	})
}

func FuzzRemotePlugins(f *testing.F) {
	f.Add("[0] BitTorrent Sync - Copies files (all of them) (btsync)\n[1] GitLab - Keeps sources - and more (gitlab)\n")
	f.Add("[0] A -  (a)\nelse\n")
	f.Add("GitLab \t Keeps sources - and more\tgitlab\tMIT\n")
	f.Fuzz(func(t *testing.T, text string) {
		plugins, err := python(prints(text)).RemotePlugins(t.Context())
		if err != nil {
			require.ErrorContains(t, err, "iocage")
			return
		}
		for _, p := range plugins {
			require.NotContains(t, p.ID+p.Name+p.Description, "\n")
			require.Contains(t, text, p.Name)
			require.Contains(t, text, p.ID)
		}
	})
}

// With an exit status other than 0 a command never succeeds, and the reason is
// one line, neither empty nor long. The pool is the only answer whose absence is
// a refusal.
func FuzzPythonAnswers(f *testing.F) {
	f.Add("tank\n", "", 0)
	f.Add("Pool: tank does not exist!\n", "", 1)
	f.Add("", "Traceback (most recent call last):\n  File \"x\", line 1\nRuntimeError: no\n pool\n", 1)
	f.Add("Pools:\n  a\n", "Traceback (most recent call last):\nRuntimeError\n", 1)
	f.Add("", "Usage: iocage [OPTIONS] COMMAND [ARGS]...\n\nError: No such command \"deactivate\".\n", 2)
	f.Fuzz(func(t *testing.T, stdout, stderr string, status int) {
		for name, err := range pythonAnswers(t.Context(), python(fails(status, stdout, stderr))) {
			var refusal *iocage.Refusal
			switch {
			case errors.As(err, &refusal):
				require.NotEmpty(t, refusal.Line, name)
				require.LessOrEqual(t, len(refusal.Line), 600, name)
				require.NotContains(t, refusal.Line, "\n", name)
			case name != "activatestatus":
				require.Zero(t, status, name)
			}
		}
	})
}

func pythonAnswers(ctx context.Context, c *iocage.Python) map[string]error {
	errs := map[string]error{
		"activate":   c.Activate(ctx, "tank"),
		"deactivate": c.Deactivate(ctx, "tank"),
		"clean":      c.CleanReleases(ctx),
	}
	_, errs["pool"] = c.ActivePool(ctx)
	_, errs["activatestatus"] = c.Pool(ctx)
	_, errs["jails"] = c.Jails(ctx)
	_, errs["templates"] = c.Templates(ctx)
	_, errs["releases"] = c.Releases(ctx)
	return errs
}

// Whatever is asked for, a job's command has as many words as it must, and no
// word of the client becomes a switch.
func FuzzFetchCommands(f *testing.F) {
	f.Add("9.3-RELEASE (EOL)", "em0", "10.0.0.1/24", "")
	f.Add("-r", "re0\" x", "10.0.0.1 notes=x", "fd00::1")
	f.Add("gitlab", "'", "\u00a0", "-x")
	f.Fuzz(func(t *testing.T, name, device, ip4, ip6 string) {
		if release, command, err := iocage.FetchRelease(name); err == nil {
			require.Equal(t, []string{"iocage", "fetch", "--verify", "-r", release}, commandline.Split(command))
			require.NotEqual(t, byte('-'), release[0])
		}
		plugin, command, err := iocage.FetchPlugin(iocage.PluginJail{Plugin: name, Device: device, IP4: ip4, IP6: ip6})
		if err != nil {
			return
		}
		want := []string{"iocage", "fetch", "--plugins", "--name", plugin}
		if ip4 != "" {
			want = append(want, "ip4_addr="+device+"|"+ip4)
		}
		if ip6 != "" {
			want = append(want, "ip6_addr="+device+"|"+ip6)
		}
		require.Equal(t, want, commandline.Split(command))
	})
}
