package iocage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

const (
	uuidA = "0bf985de-ca0f-11e5-8d45-d05099728dbf"
	uuidB = "611c89ae-c43c-11e5-9602-54ee75595566"
)

func TestList(t *testing.T) {
	down := func(uuid, tag string) iocage.Jail {
		return iocage.Jail{JID: "-", UUID: uuid, Boot: "off", State: "down", Tag: tag, Type: "basejail", IP4: "-"}
	}
	up := iocage.Jail{JID: "12", UUID: uuidA, Boot: "on", State: "up", Tag: "two words", Type: "thickjail", IP4: "10.0.0.7,10.0.0.8"}
	tests := map[string][]iocage.Jail{
		"empty":        nil,
		"plain":        {down(uuidB, "testjail")},
		"without-ip4":  {down(uuidB, "testjail")},
		"blanks":       {up, down(uuidB, "a  b")},
		"setting-up":   {down(uuidB, "testjail")},
		"foreign":      {up, down(uuidB, "testjail")},
		"non-ascii":    {down(uuidA, "größe"), down(uuidB, "名前 x"), down(uuidB, "w")},
		"odd-tags":     {down(uuidA, ""), down(uuidA, "caret     cut"), down(uuidB, "x=y:z")},
		"more-columns": {down(uuidB, "testjail")},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "list", name+".txt"))
			require.NoError(t, err)
			got, err := client(prints(string(text))).List(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, got.Value)
		})
	}
}

func TestListThatCannotBeRead(t *testing.T) {
	_, err := client(prints("usage:\n  iocage activate\n")).List(t.Context())
	require.ErrorContains(t, err, `cannot find the heading of iocage list in "usage:`)

	_, err = client(prints("JID  UUID  BOOT  STATE  TAG  TYPE  IP4\n-  x\n")).List(t.Context())
	require.EqualError(t, err, `cannot read a line of iocage list: "-  x"`)

	_, err = client(prints("JID  UUID  BOOT  STATE  TAG  TYPE  IP4\nxargs: jls: terminated with signal 9; aborting\n")).List(t.Context())
	require.EqualError(t, err, `cannot read a line of iocage list: "xargs: jls: terminated with signal 9; aborting"`)
}

// For any jails, the table that column(1) formats is parsed to the same jails.
func TestListReadsWhatColumnWrites(t *testing.T) {
	word := rapid.StringMatching(`[a-z0-9.@:_=+-]{1,30}`)
	tag := rapid.StringMatching(`[A-Za-zäß名0-9.@:_=+-]{1,12}( [A-Za-zäß名0-9.@:_=+-]{1,8}){0,2}`)
	jail := rapid.Custom(func(t *rapid.T) iocage.Jail {
		return iocage.Jail{
			JID:   rapid.SampledFrom([]string{"-", "1", "4711"}).Draw(t, "jid"),
			UUID:  rapid.StringMatching(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`).Draw(t, "uuid"),
			Boot:  rapid.SampledFrom([]string{"on", "off", "-"}).Draw(t, "boot"),
			State: rapid.SampledFrom([]string{"up", "down"}).Draw(t, "state"),
			Tag:   tag.Draw(t, "tag"),
			Type:  word.Draw(t, "type"),
			IP4:   rapid.SampledFrom([]string{"-", "10.0.0.1", "10.0.0.1,192.168.100.200"}).Draw(t, "ip4"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		jails := rapid.SliceOfN(jail, 1, 5).Draw(t, "jails")
		got, err := client(prints(table(jails))).List(t.Context())
		require.NoError(t, err)
		require.Equal(t, jails, got.Value)
	})
}

// table formats jails as `column -t` does in the C locale, where bytes above
// 0x7f have no width.
func table(jails []iocage.Jail) string {
	rows := [][]string{{"JID", "UUID", "BOOT", "STATE", "TAG", "TYPE", "IP4"}}
	for _, j := range jails {
		rows = append(rows, []string{j.JID, j.UUID, j.Boot, j.State, j.Tag, j.Type, j.IP4})
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row[:len(row)-1] {
			fmt.Fprint(&b, cell, strings.Repeat(" ", widths[i]-width(cell)+2))
		}
		fmt.Fprintln(&b, row[len(row)-1])
	}
	return b.String()
}

func width(cell string) int {
	n := 0
	for i := range len(cell) {
		if cell[i] < 0x80 {
			n++
		}
	}
	return n
}

func FuzzList(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "list", "*.txt"))
	require.NoError(f, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		jails, err := client(prints(text)).List(t.Context())
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(jails.Value), strings.Count(text, "\n"))
		for _, j := range jails.Value {
			if j.UUID == "" || j.JID == "" || j.Type == "" || j.IP4 == "" {
				t.Fatalf("an empty cell in %+v", j)
			}
		}
	})
}

func FuzzSettings(f *testing.F) {
	f.Add("boot:off\ngitlocation:https://github.com\n")
	f.Add("\n::\n")
	f.Fuzz(func(t *testing.T, text string) {
		settings, err := client(prints(text)).Settings(t.Context(), "www")
		if err == nil && len(settings.Value) == 0 {
			t.Fatal("no settings and no error")
		}
	})
}
