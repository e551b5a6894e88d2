package render_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/render"
)

// Every notice has a text, and its gaps are filled from the notice.
func TestEveryNoticeHasAText(t *testing.T) {
	for kind := host.Kind(0); kind < host.Kinds; kind++ {
		var o render.Output
		o.Say(host.Notice{Kind: kind, About: []string{"one", "two", "three", "four"}})
		var out bytes.Buffer
		require.NoError(t, o.Flush(&out, &out))
		require.NotEmpty(t, out.String(), "kind %d", kind)
		require.NotContains(t, out.String(), "$", "kind %d", kind)
	}
}

// Text that a notice is about is not searched for gaps.
func TestNoticeIsTakenAsItIs(t *testing.T) {
	var o render.Output
	o.Say(host.Notice{Kind: host.Created, About: []string{"$2", "%s$1"}})
	var out bytes.Buffer
	require.NoError(t, o.Flush(&out, &out))
	require.Equal(t, "  Successfully created: $2 (%s$1)\n", out.String())
}

func TestOutputKeepsTheOrder(t *testing.T) {
	var o render.Output
	o.Printf("a\n")
	o.Errorf("b\n")
	o.Printf("c\n")
	var both, stdout, stderr bytes.Buffer
	require.NoError(t, o.Flush(&both, &both))
	require.Equal(t, "a\nb\nc\n", both.String())
	require.NoError(t, o.Flush(&stdout, &stderr))
	require.Empty(t, stdout.String()+stderr.String(), "it was written once")

	o.Printf("lost")
	o.Discard()
	require.NoError(t, o.Flush(&stdout, &stderr))
	require.Empty(t, stdout.String())
}

func TestTable(t *testing.T) {
	tests := []struct {
		name string
		rows []string
		want string
	}{
		{"padded but for the last cell", []string{"A^B^C", "long^b^c"}, "A     B  C\nlong  b  c\n"},
		{"a row's last cell widens its column", []string{"A^B^C", "a^long tag"}, "A  B         C\na  long tag\n"},
		{"an empty cell vanishes", []string{"A^B^C", "a^^c"}, "A  B  C\na  c\n"},
		{"lines within a cell are rows", []string{"A^B", "a^1\nlonger:2"}, "A         B\na         1\nlonger:2\n"},
		{"a caret in a value splits it", []string{"A^B", "x^y^z"}, "A  B\nx  y  z\n"},
		{"bytes above 0x7f have no width", []string{"TAG^B", "\u00fc\u00fc^b"}, "TAG  B\n\u00fc\u00fc     b\n"},
		{"nothing", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, render.Table(tt.rows)) })
	}
}

func FuzzTable(f *testing.F) {
	f.Add("a^b\nc")
	f.Fuzz(func(t *testing.T, text string) {
		for line := range strings.Lines(render.Table(strings.Split(text, "\x00"))) {
			require.NotContains(t, line, render.Cell)
			require.NotEqual(t, "\n", line)
		}
	})
}

// Ten times the lines take about ten times the memory: earlier output is not
// copied for each line.
func TestOutputGrowsInProportion(t *testing.T) {
	allocated := func(lines int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var o render.Output
		for range lines {
			o.Say(host.Notice{Kind: host.Starting, About: []string{"uuid", "tag"}})
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	few, many := allocated(1000), allocated(10000)
	require.Less(t, many, 30*few)
}
