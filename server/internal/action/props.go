package action

import (
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// props returns the argument props as sent, and its words. It is a text of
// NAME=VALUE words separated by blanks, and may be missing.
func props(r *rpc.Request) (sent string, words []string, err error) {
	sent, _, err = optional(r, "props")
	split := func(c rune) bool { return c == ' ' }
	return sent, strings.FieldsFunc(sent, split), err
}
