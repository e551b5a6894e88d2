package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// clean destroys all jails, releases or templates, or everything, in the order
// of its switches, which may be bundled. -f is recognised in the first two
// words.
func clean(c *call, words []string) (status int, err error) {
	switches := ""
	for _, word := range words[:min(2, len(words))] {
		if letters, dashed := strings.CutPrefix(word, "-"); dashed {
			switches += letters
		}
	}
	force := strings.Contains(switches, "f")
	switches = strings.ReplaceAll(switches, "f", "")
	if switches == "" {
		return c.change(func(*host.Pool) int { return 0 })
	}
	for _, letter := range []byte(switches) {
		if status, err = c.cleanOne(letter, force); status != 0 || err != nil {
			return status, err
		}
	}
	return status, err
}

// cleaning is what each switch of clean does.
var cleaning = map[byte]struct {
	ask   host.Kind
	clean func(p *host.Pool, force bool, say host.Say)
}{
	'a': {host.AskCleanAll, (*host.Pool).CleanAll},
	'j': {host.AskCleanJails, (*host.Pool).CleanJails},
	'r': {host.AskCleanReleases, (*host.Pool).CleanReleases},
	't': {host.AskCleanTemplates, (*host.Pool).CleanTemplates},
}

// cleanOne cleans, after asking unless force is set.
func (c *call) cleanOne(letter byte, force bool) (int, error) {
	kind, known := cleaning[letter]
	if !known {
		return c.change(func(*host.Pool) int {
			c.say.To(host.BadCleanSwitch, string(letter))
			return 1
		})
	}
	if !force {
		status, err := c.change(func(p *host.Pool) int {
			c.say.To(kind.ask, p.Name)
			return 0
		})
		if status != 0 || err != nil {
			return status, err
		}
		if !c.confirmed() {
			c.say.To(host.CleanNotConfirmed)
			return c.flush(1, nil)
		}
	}
	return c.change(func(p *host.Pool) int {
		kind.clean(p, force, c.say)
		return 0
	})
}
