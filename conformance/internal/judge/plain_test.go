package judge

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIsPlain(t *testing.T) {
	for script, plain := range map[string]bool{
		"# id: a\nconnect\nask listjails\njson /args type object":      true,
		"connect noauth\nask listjails\nerror 401":                     true,
		"connect as $OPERATOR $OPERATORWORD\nask execjail\nerror 401":  true,
		"connect\nlever fault add @f\nask df\n-- f --\nsend 1 rpc/x\n": true,

		"connect\njson /args/1 number > 0\nask df":           false, // it looks at the login
		"connect as $USER wrong\njson /args/code equals 401": false, // who is refused is counted
		"connect from http://page.example\nask listjails":    false,
		"connect\nlever clock advance 300s\nask listjails":   false, // a clock that goes back is none
		"connect\nask rpc/auth_clear token=x":                false,
		"connect\nask events/subscribe x=system-state":       false,
		"connect\nsend 1 listjails\nreceive 1":               false,
		"connect\nask listjails token=$TOKEN":                false,
		"connect\nsession second\nconnect\nask listjails":    false,
		"connect\ncall '{\"namespace\":\"rpc\"}'\nerror 400": false,
		"connect\n[windows] ask listjails":                   false,
	} {
		require.Equal(t, plain, IsPlain([]byte(script), nil), script)
	}
	for _, need := range []string{"alone", "jobs", "outside", "elsewhere"} {
		require.False(t, IsPlain([]byte("connect\nask listjails"), []string{"websocket", need}), need)
	}
}

// What plain scripts are made of are commands.
func TestPlainWordsAreCommands(t *testing.T) {
	for _, word := range slices.AppendSeq(slices.Clone(plainLooks), maps.Keys(plainCommands)) {
		require.True(t, slices.ContainsFunc(Cmds, func(c Cmd) bool { return c.Name == word }), word)
	}
}
