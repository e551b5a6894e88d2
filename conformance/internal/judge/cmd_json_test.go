package judge

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOps(t *testing.T) {
	for _, c := range []struct {
		op    string
		value any
		args  []string
		want  bool
	}{
		{"cut", "https", []string{"https://github.com"}, true},
		{"cut", "https://git", []string{"https://github.com"}, false},
		{"no-part", "https", []string{"https://github.com"}, true},
		{"no-part", "https://git", []string{"https://github.com"}, false},
		{"no-part", "http://mirror", []string{"https://github.com"}, true},
		{"trimmed", " u (t) is already up", []string{"u (t) is already up"}, true},
		{"trimmed", "  u (t) is already up", []string{"u (t) is already up"}, false},
		{"trimmed", " u (2016-01-29@14", []string{"u (2016-01-29@14:19:49) is already up"}, true},
		{"is", nil, []string{"null"}, true},
		{"type", "1", []string{"number"}, false},
		{"in", "b", []string{"a", "b"}, true},
		{"members", []any{"a", "b"}, []string{"2"}, true},
		{"members", map[string]any{"a": "b"}, []string{"2"}, false},
		{"members", "ab", []string{"2"}, false},
		{"unlike", "Zq000000000000007919", []string{"Zq000000000000015838"}, false},
		{"unlike", "1448230000001713", []string{"1448230000009"}, false},
		{"unlike", "suBH7061Diq2IKtVOdw2", []string{"x8Kc20pQmZ4tRfy1LbWe"}, true},
		{"is-not", "https", []string{"https"}, false},
		{"lines", "a\nb\n", []string{"2"}, true},
		{"lines", "a\nb", []string{"2"}, false},
		{"near", time.Now().Format("2006-01-02T15:04:05"), []string{"now"}, true},
		{"near", time.Now().Format("2006-01-02_15"), []string{"now"}, true},
		{"near", time.Now().AddDate(0, -1, 0).Format("2006-01-02T15:04:05"), []string{"now"}, false},
		{"near", time.Now().AddDate(0, 0, 3).Format("2006-01-02T15:04:05"), []string{"now"}, false},
		{"near", "none", []string{"now"}, false},
		{"near", 5.0, []string{"now"}, false},
	} {
		require.Equal(t, c.want, ops[c.op].holds(c.value, c.args), "%v %s %v", c.value, c.op, c.args)
	}
}
