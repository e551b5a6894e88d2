package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
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
		require.Equal(t, plain, isPlain([]byte(script), nil), script)
	}
	for _, need := range []string{"alone", "jobs", "outside", "elsewhere"} {
		require.False(t, isPlain([]byte("connect\nask listjails"), []string{"websocket", need}), need)
	}
}

// Many checks are plain, and none of what is about logins, jobs or events.
func TestPlainChecks(t *testing.T) {
	for _, e := range edition.Editions {
		checks, err := catalogue(e)
		require.NoError(t, err)
		plain := 0
		for _, c := range checks {
			if !c.plain {
				continue
			}
			plain++
			require.NotRegexp(t, `^(auth[.](login|again|clear|password|token|user|types|failed|repeated|others|names)|auth_ssl|blocks|connections|dispatcher|documented|events|logs|message|origin|request|settings|subscribe|system-state|tls|tokens|unsubscribe)\.`, c.ID)
		}
		require.Greater(t, 4*plain, len(checks), e.Name)
	}
}
