package iocage_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

func FuzzUsages(f *testing.F) {
	f.Add(usageHeading + uuidA + "  2.27x   none   10G    1.76M  83.4G two words\n")
	f.Add(usageHeading + "-                                     1.00x   none   none   248K   426G  -\n")
	f.Fuzz(func(t *testing.T, text string) {
		usages, err := client(prints(text)).Usages(t.Context())
		if err != nil {
			return
		}
		for _, u := range usages.Value {
			require.NotContains(t, []string{u.UUID, u.Compression, u.Reservation, u.Quota, u.Used, u.Available}, "")
		}
	})
}

func FuzzSettingOfEveryJail(f *testing.F) {
	f.Add(everyHeading + uuidA + "  www                  off\n-                                     none                 none\n")
	f.Add("UUID  TAG  vnet\n" + uuidA + "  größe  on\nmore\n")
	f.Fuzz(func(t *testing.T, text string) {
		settings, _ := client(prints(text)).SettingOfEveryJail(t.Context(), "vnet")
		require.LessOrEqual(t, len(settings), strings.Count(text, "\n")+1)
		for _, s := range settings {
			require.Regexp(t, `^[0-9a-f-]{36}$`, s.UUID)
		}
	})
}

// Jails without a uuid are given that of their folders, or stay as they were.
func FuzzUnfinishedJails(f *testing.F) {
	f.Add(folderHeading + oneFolder + jailFolder + otherFolder + releaseFolder)
	f.Add("- /jails/" + uuidB + "\n- /jails/" + uuidA + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		jails, err := client(unfinished(text)).List(t.Context())
		require.NoError(t, err)
		for _, j := range jails.Value {
			require.True(t, j.UUID == "-" || strings.Contains(text, "/jails/"+j.UUID) || j.UUID == uuidA, j.UUID)
		}
	})
}

// For any output of iocage, each command either succeeds or returns one clear
// line that says why not. With an exit status other than 0 it never succeeds,
// unless its work was already done.
func FuzzAnswers(f *testing.F) {
	f.Add("* Starting u (t)\n  + Started (shared IP mode) OK\n", "", 0)
	f.Add("  Successfully created: "+uuidA+" (t)\n", "cannot create 'x': bad numeric value\n", 0)
	f.Add("pool: tank\n", "  ERROR: x\n", 1)
	f.Add("", "  INFO: u (t) is already up\n", 1)
	f.Add("  + Starting services", "        FAILED\n", 1)
	f.Add("notes:a\nb\n", "rctl: no\n", 0)
	f.Fuzz(func(t *testing.T, stdout, stderr string, status int) {
		p := fails(status, stdout, stderr)
		for name, err := range answers(t.Context(), client(p)) {
			var refusal *iocage.Refusal
			switch {
			case errors.As(err, &refusal):
				require.NotEmpty(t, refusal.Line, name)
				require.NotContains(t, refusal.Line, "\n", name)
			case err == nil && status != 0:
				require.Contains(t, stderr, "is already", name)
			}
		}
	})
}

// answers returns the results of all commands that have no fuzz test of their
// own.
func answers(ctx context.Context, c *iocage.Client) map[string]error {
	errs := map[string]error{}
	_, errs["start"] = c.Start(ctx, "t")
	_, errs["stop"] = c.Stop(ctx, "t")
	_, errs["create"] = c.Create(ctx, nil)
	_, errs["create -e"] = c.CreateEmpty(ctx, nil)
	_, errs["clone"] = c.Clone(ctx, "t", nil)
	_, errs["destroy"] = c.Destroy(ctx, "t")
	_, errs["exec"] = c.Execute(ctx, "t", "root", "true")
	_, errs["activate"] = c.ActivePool(ctx)
	_, errs["defaults"] = c.Defaults(ctx)
	_, errs["get notes"] = c.Setting(ctx, "t", "notes")
	errs["cap"] = c.Cap(ctx, "t")
	errs["activate tank"] = c.Activate(ctx, "tank")
	errs["clean"] = c.CleanAll(ctx)
	return errs
}

// For any props, iocage gets only words NAME=VALUE.
func FuzzProps(f *testing.F) {
	for _, text := range []string{"tag=a boot=on", "-f", "a", "=", "a=", "a=b=c", "count=2", "x=\x00", "tag=-f"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := prints("  Successfully created: x\n")
		words := strings.Split(text, " ")
		if _, err := client(p).Create(t.Context(), words); err != nil {
			require.Empty(t, p.asked)
			return
		}
		require.Equal(t, append([]string{"create"}, words...), p.asked[0])
		for _, word := range words {
			require.Regexp(t, `^[A-Za-z_][A-Za-z0-9_]*=[^\x00-\x1f]+$`, word)
		}
	})
}
