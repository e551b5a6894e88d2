package iocage_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// A printer is an iocage that prints the same for every command line, and
// records the command lines.
type printer struct {
	iocage.Output
	asked [][]string
}

func (p *printer) Run(_ context.Context, args ...string) (iocage.Output, error) {
	p.asked = append(p.asked, args)
	return p.Output, nil
}

func prints(stdout string) *printer {
	return &printer{Output: iocage.Output{Stdout: []byte(stdout)}}
}

func fails(status int, stdout, stderr string) *printer {
	return &printer{Output: iocage.Output{Stdout: []byte(stdout), Stderr: []byte(stderr), ExitCode: status}}
}

func client(r iocage.Runner) *iocage.Client { return iocage.New(r, iocage.Options{}) }

func TestRefusal(t *testing.T) {
	tests := []struct {
		name   string
		iocage *printer
		line   string
	}{
		{"error line", fails(1, "", "  ERROR: www not found!\n"), "ERROR: www not found!"},
		{"error line behind others", fails(1, "", "grep: Unmatched [\n  ERROR: x not found!\n"), "ERROR: x not found!"},
		{"error word with blanks", fails(1, "", "  ERROR  : incorrect interfaces property format\n  HINT   : check\n"),
			"ERROR  : incorrect interfaces property format"},
		{"error with status 0", fails(0, "", "  ERROR: incorrect property\n"), "ERROR: incorrect property"},
		{"error on stdout, as 1.7 has it", fails(1, "  ERROR: www not found\n", ""), "ERROR: www not found"},
		{"no error line", fails(1, "", "\n  WARNING: two pools\n\n**** POOLS ****\n"), "WARNING: two pools"},
		{"only stdout", fails(3, "one\ntwo\n", ""), "two"},
		{"a step that failed", fails(1, "* Starting u (t)\n  + Starting services", "        FAILED\n"),
			"+ Starting services FAILED"},
		{"no reason before the second line", fails(1, "", "  ERROR: start failed for u\n  vnet=on but kernel is not VNET capable!\n  Turn vnet off\n"),
			"ERROR: start failed for u: vnet=on but kernel is not VNET capable!"},
		{"no reason at all", fails(1, "", "  ERROR: start failed for u\n"), "ERROR: start failed for u"},
		{"two pools", fails(1, "", "\n  WARNING: You have more then one pool set for iocage use!\n\n**** POOLS ****\ntank\tiocage\nzroot\tiocage\n***************\n\n"+
			"  Please run 'iocage deactivate' on one of them\n"),
			"WARNING: You have more then one pool set for iocage use! tank, zroot. Please run 'iocage deactivate' on one of them"},
		{"what was done beside", fails(1, "* Starting u (t)\n", "  INFO: creating tank/iocage/jails\njail: ip4.addr: not an IPv4 address: x\n  ! Start                FAILED\n"),
			"jail: ip4.addr: not an IPv4 address: x"},
		{"what is said of releases", fails(1, "* Starting u (t)\n", "  ERROR: - is not a valid command\n  ERROR: IP4 Automatic Address exhaustion\n"),
			"ERROR: IP4 Automatic Address exhaustion"},
		{"silence", fails(7, "", ""), "iocage ended with status 7 and said nothing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := client(tt.iocage).Start(t.Context(), "www")
			var refusal *iocage.Refusal
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, tt.line, refusal.Line)
		})
	}
}

// A value or tag that contains ERROR is not a refusal.
func TestErrorInAValueIsNoRefusal(t *testing.T) {
	settings, err := client(prints("notes:  ERROR: old news\n")).Settings(t.Context(), "www")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"notes": "  ERROR: old news"}, settings.Value)
}

// hanging is an iocage that never ends by itself.
type hanging struct{ started chan struct{} }

func (h hanging) Run(ctx context.Context, _ ...string) (iocage.Output, error) {
	h.started <- struct{}{}
	<-ctx.Done()
	return iocage.Output{}, ctx.Err()
}

func TestTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := iocage.New(hanging{make(chan struct{}, 1)}, iocage.Options{Timeout: time.Minute})
		began := time.Now()
		_, err := c.List(t.Context())
		require.ErrorIs(t, err, iocage.ErrTimeout)
		require.EqualError(t, err, "iocage list did not finish within 1m0s: it was ended")
		require.Equal(t, time.Minute, time.Since(began))
	})
}

func TestCommandsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hanging{make(chan struct{}, 2)}
		c := iocage.New(h, iocage.Options{Timeout: time.Minute, Commands: 1})
		ctx, cancel := context.WithCancel(t.Context())
		first := make(chan error)
		go func() { _, err := c.List(ctx); first <- err }()
		<-h.started

		_, err := c.List(t.Context())
		require.Error(t, err)
		require.True(t, errors.Is(err, iocage.ErrBusy) || errors.Is(err, iocage.ErrTimeout))
		cancel()
		<-first
		_, err = c.List(t.Context())
		require.ErrorIs(t, err, iocage.ErrTimeout, "the slot is free again")
	})
}

func TestStoppingServer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	h := hanging{make(chan struct{})}
	go func() { <-h.started; cancel() }()
	_, err := client(h).List(ctx)
	require.ErrorIs(t, err, iocage.ErrStopped)
}

// A name that a shell, a terminal or iocage would misread never reaches the
// command. A name that is merely odd is passed unchanged.
func TestNames(t *testing.T) {
	refused := []string{
		"", "-f", "--", "a\x00b", "a\nb", "a\tb", "a\x7fb", "a\u0085b", "a\u2028b", "a\ufffdb",
		strings.Repeat("x", 256), "ALL", "default", "a|b", ".*", "[", "web$", "$(reboot)", "x\\", "^a", "a?", ".", "..", "+",
		" ", " -f", "www -f", "www ALL", " ALL", "www default",
	}
	for _, name := range refused {
		p := prints("")
		_, err := client(p).Start(t.Context(), name)
		var refusal *iocage.Refusal
		require.ErrorAs(t, err, &refusal, "%q", name)
		require.NotContains(t, refusal.Line, "\n")
		require.Empty(t, p.asked, "%q reached the command", name)
	}
	passed := []string{
		"www", "ALLES", "2016-01-29@14:19:49", "x=y", "my.tag", "c++", "jail-1", "ö", "all", "`reboot`", "a;b",
		"611c89ae-c43c-11e5-9602-54ee75595566", strings.Repeat("x", 255),
	}
	for _, name := range passed {
		p := prints("* Stopping\n")
		_, err := client(p).Stop(t.Context(), name)
		require.NoError(t, err)
		require.Equal(t, [][]string{{"stop", name}}, p.asked)
	}
}

// twoWords is a list of one jail with a blank in its tag.
const twoWords = "JID  UUID                                  BOOT  STATE  TAG        TYPE      IP4\n" +
	"1    " + uuidA + "  off   up     two words  basejail  -\n"

// iocage would take every word of the name for a name.
func TestNameWithABlank(t *testing.T) {
	ctx := t.Context()
	for command, ask := range map[string]func(c *iocage.Client, jail string) error{
		"start " + uuidA:   func(c *iocage.Client, jail string) error { _, err := c.Start(ctx, jail); return err },
		"stop " + uuidA:    func(c *iocage.Client, jail string) error { _, err := c.Stop(ctx, jail); return err },
		"cap " + uuidA:     func(c *iocage.Client, jail string) error { return c.Cap(ctx, jail) },
		"get all " + uuidA: func(c *iocage.Client, jail string) error { _, err := c.Settings(ctx, jail); return err },
		"get tag " + uuidA: func(c *iocage.Client, jail string) error { _, err := c.Setting(ctx, jail, "tag"); return err },
		"clone " + uuidA + " boot=on": func(c *iocage.Client, jail string) error {
			_, err := c.Clone(ctx, jail, []string{"boot=on"})
			return err
		},
		"destroy -f " + uuidA:           func(c *iocage.Client, jail string) error { _, err := c.Destroy(ctx, jail); return err },
		"exec -U root " + uuidA + " ls": func(c *iocage.Client, jail string) error { _, err := c.Execute(ctx, jail, "root", "ls"); return err },
	} {
		p := prints(twoWords)
		_ = ask(client(p), "two words") // no command but list answers with a list
		require.Equal(t, []string{"list"}, p.asked[0])
		require.Equal(t, command, strings.Join(p.asked[len(p.asked)-1], " "))

		for name, table := range map[string]string{"two jails": twoWords, "two words": twoWords + twoWords[strings.Index(twoWords, "\n")+1:]} {
			p = prints(table)
			var refusal *iocage.Refusal
			require.ErrorAs(t, ask(client(p), name), &refusal, command)
			require.Regexp(t, "^ERROR: (two jails not found!|several jails have the tag two words: name one by its uuid)$", refusal.Line)
			require.Equal(t, [][]string{{"list"}}, p.asked)
		}
	}
}

func TestDefaultIsAJailToRead(t *testing.T) {
	p := prints("boot:off\n")
	_, err := client(p).Settings(t.Context(), "default")
	require.NoError(t, err)
	_, err = client(p).Settings(t.Context(), "ALL")
	require.ErrorContains(t, err, "name one jail")
}

func TestPoolNames(t *testing.T) {
	for _, name := range []string{"", "-f", "ta nk", "9pool", "tank/foo", "tank\n", "$(reboot)", "töp"} {
		p := prints("")
		require.Error(t, client(p).Activate(t.Context(), name), "%q", name)
		require.Error(t, client(p).Deactivate(t.Context(), name), "%q", name)
		require.Empty(t, p.asked)
	}
	p := prints("")
	require.NoError(t, client(p).Activate(t.Context(), "tank"))
	require.NoError(t, client(p).Deactivate(t.Context(), "z_r-o.o:t1"))
	require.Equal(t, [][]string{{"activate", "tank"}, {"deactivate", "z_r-o.o:t1"}}, p.asked)
}

func TestActivePool(t *testing.T) {
	pool, err := client(prints("Setting up zpool [tank] for iocage usage...\npool: tank\n")).ActivePool(t.Context())
	require.NoError(t, err)
	require.Equal(t, " tank", pool, "with the blank that the documents show")

	_, err = client(fails(1, "", "  ERROR: No pool selected for iocage. Exiting\n")).ActivePool(t.Context())
	require.EqualError(t, err, "no pool is active: activate one first")

	_, err = client(fails(1, "", "  ERROR: ZFS is required\n")).ActivePool(t.Context())
	require.EqualError(t, err, "ERROR: ZFS is required")

	_, err = client(prints("tank\n")).ActivePool(t.Context())
	require.EqualError(t, err, `cannot find the active pool in "tank\n"`)
}

func TestTranscript(t *testing.T) {
	start := "* Starting u (t)\n  + Started (shared IP mode) OK\n  + Starting services        OK\n"
	got, err := client(fails(0, start, "  INFO: creating tank/iocage/.defaults\n  ERROR: - is not a valid command\n")).Start(t.Context(), "t")
	require.NoError(t, err)
	require.Equal(t, iocage.Transcript{
		"* Starting u (t)": "", "+ Started (shared IP mode) OK": "", "+ Starting services OK": "",
	}, got, "what iocage says beside its answer is for the log")

	got, err = client(fails(1, "", "  INFO: u (t) is already up\n")).Start(t.Context(), "t")
	require.NoError(t, err)
	require.Equal(t, iocage.Transcript{"INFO": " u (t) is already up"}, got)

	got, err = client(prints("* Stopping u (2016-01-29@14:19:49)\n")).Stop(t.Context(), "t")
	require.NoError(t, err)
	require.Equal(t, iocage.Transcript{"* Stopping u (2016-01-29@14": "19:49)"}, got, "cut at the first colon, nothing lost")
}

func TestSettings(t *testing.T) {
	p := prints("gitlocation:https://github.com\nftpdir:-\nip6_addr:em0|2001:db8::1/64\nlogin_flags:-f root\nnotes:\n")
	got, err := client(p).Settings(t.Context(), "www")
	require.NoError(t, err)
	require.Equal(t, map[string]string{
		"gitlocation": "https://github.com", "ftpdir": "-", "ip6_addr": "em0|2001:db8::1/64",
		"login_flags": "-f root", "notes": "",
	}, got.Value)
	require.Equal(t, [][]string{{"get", "all", "www"}}, p.asked)

	got, err = iocage.New(p, iocage.Options{Compat: edition.Reference}).Settings(t.Context(), "www")
	require.NoError(t, err)
	require.Equal(t, "https", got.Value["gitlocation"], "cut as the original cuts it")

	defaults, err := client(prints("a=b=c\nmemoryuse=8G:log\n")).Defaults(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]string{"a": "b=c", "memoryuse": "8G:log"}, defaults)
}

// A value may have several lines, which may look like anything.
func TestSettingsOfSeveralLines(t *testing.T) {
	text := "exec_start:/bin/sh /etc/rc\n\n\t&& true\nboot:on\nnotes:to do\n\nsee http://example.org\nhttp://example.org\nboot:off\n" +
		"ERROR: none\n: x\nowner:root\nnew_in_a_later_edition:1\ntype:basejail\n"
	got, err := client(prints(text)).Settings(t.Context(), "www")
	require.NoError(t, err)
	require.Equal(t, map[string]string{
		"exec_start": "/bin/sh /etc/rc\n\n\t&& true", "boot": "on",
		"notes": "to do\n\nsee http://example.org\nhttp://example.org\nboot:off\nERROR: none\n: x",
		"owner": "root", "new_in_a_later_edition": "1", "type": "basejail",
	}, got.Value)

	_, err = client(prints("notes:a\ntype:mine\nowner:root\nboot:off\ntype:basejail\n")).Settings(t.Context(), "www")
	require.EqualError(t, err, `cannot read a line of iocage as name:value: "type:basejail"`, "which of the two it is cannot be told")
}

// Any notes of a jail are read back unchanged, unless one of their lines looks
// like a setting that has not occurred before.
func TestNotesAreWhole(t *testing.T) {
	line := rapid.OneOf(rapid.StringMatching(`[ -~äß]{0,40}`), rapid.SampledFrom([]string{"", "boot:off", "x:y", "ERROR: x", "- :", ":", "http://x"}))
	rapid.Check(t, func(t *rapid.T) {
		notes := strings.Join(rapid.SliceOfN(line, 1, 6).Draw(t, "notes"), "\n")
		got, err := client(prints("boot:on\nnotes:"+notes+"\nowner:root\n")).Settings(t.Context(), "www")
		require.NoError(t, err)
		require.Equal(t, map[string]string{"boot": "on", "notes": notes, "owner": "root"}, got.Value)
	})
}

func TestSettingsThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"boot:off\nwhat is this\n": `cannot read a line of iocage as name:value: "what is this"`,
		"two words:x\n":            `cannot read a line of iocage as name:value: "two words:x"`,
		":x\n":                     `cannot read a line of iocage as name:value: ":x"`,
		"":                         "cannot find a setting: iocage printed nothing",
	} {
		_, err := client(prints(text)).Settings(t.Context(), "www")
		require.EqualError(t, err, want)
	}
}
