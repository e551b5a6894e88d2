package action

import (
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// props returns the argument props as it was sent and as words: it is one text
// of NAME=VALUE words with blanks between them, and may be missing.
func props(r *rpc.Request) (sent string, words []string, err error) {
	sent, _, err = optional(r, "props")
	split := func(c rune) bool { return c == ' ' }
	return sent, strings.FieldsFunc(sent, split), err
}
