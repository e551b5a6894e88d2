package cli

import (
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// pkg runs pkg(8) in a running jail, which it finds by a word of the host name
// or by the jid, not by the tag (measured: pkg).
func pkg(c *call, words []string) (int, error) {
	name, command := first(words)
	var inside *host.Userland
	status, err := c.look(func(p *host.Pool) int {
		if name == "" || strings.HasPrefix(name, "-") { // an option of grep
			c.grepForNothing()
			c.say.To(host.NotFoundAtAll, name)
			return 1
		}
		for _, j := range p.In(host.JailsPlace) {
			if j.Up() && hasWord(strconv.Itoa(j.JID())+" "+j.HostName(), name) {
				inside = j.Userland()
				return 0
			}
		}
		c.say.To(host.NotFoundAtAll, name)
		return 1
	})
	if inside == nil || status != 0 || err != nil {
		return status, err
	}
	return c.answered(inside.Exec("", append([]string{"pkg"}, command...), c.env.Stdin))
}

// hasWord reports whether the line contains the text as a whole word, as grep
// -w does: between characters other than letters, digits and underscores.
func hasWord(line, text string) bool {
	for i := 0; ; {
		at := strings.Index(line[i:], text)
		if at < 0 {
			return false
		}
		at += i
		end := at + len(text)
		if (at == 0 || !wordy(line[at-1])) && (end == len(line) || !wordy(line[end])) {
			return true
		}
		i = at + 1
	}
}

func wordy(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
