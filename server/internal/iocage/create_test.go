package iocage_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

func TestCreate(t *testing.T) {
	p := fails(0, " \n \n  Successfully created: "+uuidA+" (2016-02-09@23:47:04)\n", "  WARNING: Replacing tag x!\n")
	got, err := client(p).Create(t.Context(), []string{"tag=x", "release=10.2-RELEASE"})
	require.NoError(t, err)
	require.Equal(t, " "+uuidA+" (2016-02-09@23:47:04)", got)
	require.Equal(t, [][]string{{"create", "tag=x", "release=10.2-RELEASE"}}, p.asked)

	got, err = iocage.New(p, iocage.Options{Compat: edition.Reference}).Create(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, " "+uuidA+" (2016-02-09@23", got, "cut as the original cuts it")
}

// zfs reports its failure on stderr, and iocage then reports success.
func TestCreateThatFailedHalfWay(t *testing.T) {
	for _, stderr := range []string{
		"cannot create 'tank/iocage/jails/x': bad numeric value 'abc'\n",
		"  INFO: creating tank/iocage/jails\ncd: /iocage/releases/10.2/root/etc: No such file or directory\n",
	} {
		_, err := client(fails(0, "  Successfully created: "+uuidA+" (x)\n", stderr)).Create(t.Context(), []string{"quota=abc"})
		var refusal *iocage.Refusal
		require.ErrorAs(t, err, &refusal)
		require.Contains(t, refusal.Line, "(iocage left the new jail "+uuidA+" (x) as it is")
		require.NotContains(t, refusal.Line, "\n")
	}
	_, err := client(fails(1, "", "  ERROR: unsupported property: foo!\n")).Create(t.Context(), []string{"foo=1"})
	require.EqualError(t, err, "ERROR: unsupported property: foo!")
	_, err = client(prints("")).Create(t.Context(), nil)
	require.EqualError(t, err, `cannot find the new jail in ""`)
}

func TestCreateEmpty(t *testing.T) {
	p := prints(uuidA + "\n")
	got, err := client(p).CreateEmpty(t.Context(), []string{"tag=bare"})
	require.NoError(t, err)
	require.Equal(t, uuidA, got)
	require.Equal(t, [][]string{{"create", "-e", "tag=bare"}}, p.asked)

	_, err = client(prints("what\n")).CreateEmpty(t.Context(), nil)
	require.ErrorContains(t, err, "cannot find the uuid")
	_, err = client(fails(0, uuidA+"\n", "cannot create 'x': out of space\n")).CreateEmpty(t.Context(), nil)
	require.EqualError(t, err, "cannot create 'x': out of space")
}

func TestProperties(t *testing.T) {
	for _, word := range []string{
		"-e", "tag", "tag=", "=x", "a b=c", "-f=x", "ta g=x", "tag=a\x00", "tag=\x1b[2J", "$(reboot)=1", "count=3", "count=0",
		strings.Repeat("x", 300) + "=1", "täg=x",
	} {
		p := prints("")
		_, err := client(p).Create(t.Context(), []string{"tag=good", word})
		var refusal *iocage.Refusal
		require.ErrorAs(t, err, &refusal, "%q", word)
		_, err = client(p).CreateEmpty(t.Context(), []string{word})
		require.ErrorAs(t, err, &refusal, "%q", word)
		_, err = client(p).Clone(t.Context(), "www", []string{word})
		require.ErrorAs(t, err, &refusal, "%q", word)
		require.Empty(t, p.asked, "%q reached the command", word)
	}
	p := prints("  Successfully created: " + uuidA + " (x)\n")
	words := []string{"tag=$(reboot)", "ip4_addr=em0|10.0.0.1/24,em1|10.0.0.2/24", "notes=a=b", "count=1"}
	_, err := client(p).Create(t.Context(), words)
	require.NoError(t, err)
	require.Equal(t, append([]string{"create"}, words...), p.asked[0], "values are passed whole")
}

func TestClone(t *testing.T) {
	p := prints("  Successfully created: " + uuidB + " (new)\n")
	got, err := client(p).Clone(t.Context(), "www", []string{"tag=new"})
	require.NoError(t, err)
	require.Equal(t, " "+uuidB+" (new)", got)
	require.Equal(t, [][]string{{"clone", "www", "tag=new"}}, p.asked)

	for _, jail := range []string{"www@monday", "-f", "default", ""} {
		_, err = client(p).Clone(t.Context(), jail, nil)
		var refusal *iocage.Refusal
		require.ErrorAs(t, err, &refusal, "%q", jail)
	}
	require.Len(t, p.asked, 1)
}
