package iocage_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

const usageHeading = "UUID                                  CRT     RES    QTA    USE    AVA   TAG\n"

func TestUsages(t *testing.T) {
	text := "some line before\n" + usageHeading +
		uuidA + "  2.27x   none   10G    1.76M  83.4G two words\n" +
		uuidB + "  1.00x   none   none   96K    426G  größe\n"
	p := prints(text)
	got, err := client(p).Usages(t.Context())
	require.NoError(t, err)
	require.Equal(t, []iocage.Usage{
		{UUID: uuidA, Compression: "2.27x", Reservation: "none", Quota: "10G", Used: "1.76M", Available: "83.4G", Tag: "two words"},
		{UUID: uuidB, Compression: "1.00x", Reservation: "none", Quota: "none", Used: "96K", Available: "426G", Tag: "größe"},
	}, got.Value)
	require.Equal(t, [][]string{{"df"}}, p.asked)

	got, err = client(prints(usageHeading)).Usages(t.Context())
	require.NoError(t, err)
	require.Empty(t, got.Value)
}

func TestUsagesThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"":                               `cannot find the heading of iocage df in ""`,
		usageHeading + uuidA + " 1x\n":   `cannot read a line of iocage df: "` + uuidA + ` 1x"`,
		usageHeading + "a b c d e f g\n": `cannot read a line of iocage df: "a b c d e f g"`,
	} {
		_, err := client(prints(text)).Usages(t.Context())
		require.EqualError(t, err, want)
	}
}

const everyHeading = "UUID                                  TAG                  vnet\n"

func TestSettingOfEveryJail(t *testing.T) {
	text := everyHeading +
		uuidA + "  2026-11-21@22:08:29  off\n" +
		uuidB + "  two words            a b  c\n" +
		"-                                     none                 none\n"
	p := prints(text)
	got, err := client(p).SettingOfEveryJail(t.Context(), "vnet")
	require.NoError(t, err)
	require.Equal(t, []iocage.Setting{{uuidA, "2026-11-21@22:08:29", "off"}, {uuidB, "two words", "a b  c"}}, got)
	require.Equal(t, [][]string{{"get", "-r", "vnet"}}, p.asked)

	shifted := "UUID                                  TAG  notes\n" + uuidA + "  größe  on\n" + uuidB + "  www\n"
	got, err = client(prints(shifted)).SettingOfEveryJail(t.Context(), "notes")
	require.NoError(t, err)
	require.Equal(t, []iocage.Setting{{uuidA, "größe", "on"}, {uuidB, "www", ""}}, got)
}

// The further lines of a value stand below its row. A line that begins with a
// dash is not a release.
func TestSettingOfEveryJailWithLines(t *testing.T) {
	text := "UUID                                  TAG   notes\n" +
		uuidA + "  www   to do\n- update\n\n- " + strings.Repeat("x", 60) + "\n" +
		uuidB + "  db    none\n" +
		"-                                     none  none\n"
	got, err := client(prints(text)).SettingOfEveryJail(t.Context(), "notes")
	require.NoError(t, err)
	require.Equal(t, []iocage.Setting{{uuidA, "www", "to do\n- update\n\n- " + strings.Repeat("x", 60)}, {uuidB, "db", "none"}}, got)

	_, err = client(prints(strings.ReplaceAll(text, "notes", "vnet"))).SettingOfEveryJail(t.Context(), "vnet")
	require.EqualError(t, err, `cannot read a line of iocage get -r: "- update"`, "what holds no lines")
}

func TestSettingOfEveryJailRefuses(t *testing.T) {
	for _, property := range []string{"", "all", "-r", "a b", "vnet\n", "$(x)"} {
		p := prints(everyHeading)
		_, err := client(p).SettingOfEveryJail(t.Context(), property)
		var refusal *iocage.Refusal
		require.ErrorAs(t, err, &refusal, "%q", property)
		require.Empty(t, p.asked)
	}
	_, err := client(fails(0, everyHeading+uuidA+"  x\n", "  ERROR: unsupported property: foo !\n")).SettingOfEveryJail(t.Context(), "foo")
	require.EqualError(t, err, "ERROR: unsupported property: foo !")
	_, err = client(prints(everyHeading+"what is this\n")).SettingOfEveryJail(t.Context(), "vnet")
	require.EqualError(t, err, `cannot read a line of iocage get -r: "what is this"`)
	_, err = client(prints(everyHeading)).SettingOfEveryJail(t.Context(), "boot")
	require.ErrorContains(t, err, "cannot find the heading")
}

func TestSetting(t *testing.T) {
	p := prints("https://github.com\n")
	got, err := client(p).Setting(t.Context(), "www", "gitlocation")
	require.NoError(t, err)
	require.Equal(t, "https://github.com", got)
	require.Equal(t, [][]string{{"get", "gitlocation", "www"}}, p.asked)

	got, err = client(prints("ERROR: two\n\nlines\n")).Setting(t.Context(), "www", "notes")
	require.NoError(t, err)
	require.Equal(t, "ERROR: two\n\nlines", got)

	for _, text := range []string{"", "no end", "two\nlines\n"} {
		_, err = client(prints(text)).Setting(t.Context(), "www", "boot")
		require.ErrorContains(t, err, "cannot read the one line of iocage get boot", text)
	}
	_, err = client(p).Setting(t.Context(), "www", "-r")
	require.EqualError(t, err, "the property's name must be a letter, then letters, digits and _")
	require.Len(t, p.asked, 1)
}

// For any text that iocage could print, a parser returns a result or an error.
func TestTablesOfAnyText(t *testing.T) {
	line := rapid.OneOf(rapid.Just(usageHeading), rapid.Just(everyHeading), rapid.Just(uuidA+"  x  y\n"), rapid.StringN(0, 80, -1))
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, l := range rapid.SliceOfN(line, 0, 6).Draw(t, "lines") {
			text += l
		}
		if usages, err := client(prints(text)).Usages(t.Context()); err == nil {
			for _, u := range usages.Value {
				require.NotContains(t, []string{u.UUID, u.Compression, u.Used, u.Available}, "")
			}
		}
		settings, err := client(prints(text)).SettingOfEveryJail(t.Context(), "vnet")
		for _, s := range settings {
			require.NoError(t, err)
			require.NotEmpty(t, s.UUID)
		}
	})
}
