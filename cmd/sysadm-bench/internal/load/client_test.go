package load

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReplies(t *testing.T) {
	for _, test := range []struct {
		name, action, first, next, want string
	}{
		{"WebSocket", "listjails", `{"args":{"listjails":{"a":{}}},"id":"bench","name":"response"}`, `{"args":{"listjails":{"b":{}}},"id":"bench","name":"response"}`, ""},
		{"REST", "listjails", `{"args":{"listjails":{"a":{}}}}`, `{"args":{"listjails":{"a":{}}}}`, ""},
		{"an error", "listjails", `{"args":{"code":401,"message":"Unauthorized"},"name":"error"}`, "", "no answer"},
		{"an error of REST", "listjails", `{"args":{"code":401}}`, "", "no answer"},
		{"what iocage refused", "getjailsettings", `{"args":{"getjailsettings":{"error":"no such jail"}}}`, "", "no answer"},
		{"nothing", "listjails", `{"args":{"listjails":{}}}`, "", "no answer"},
		{"no JSON", "listjails", `oops`, "", "no answer"},
		{"another question", "listjails", `{"args":{"df":{"a":{}}}}`, "", "no answer to listjails"},
		{"the floor", "", "xxxx", "xxxx", ""},
		{"another size", "listjails", `{"args":{"listjails":{"a":{}}}}`, `{"args":{"listjails":{"long":{}}}}`, "a reply has 34 bytes, the first had 31"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := checker{action: test.action}
			n, err := c.check([]byte(test.first))
			if err == nil {
				require.Equal(t, len(test.first), n)
				_, err = c.check([]byte(test.next))
			}
			if test.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, test.want)
			}
		})
	}
}
