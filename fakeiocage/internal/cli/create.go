package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// create makes jails. The first word must be -e or NAME=VALUE; later words
// without a value are ignored.
func create(c *call, words []string) (int, error) {
	return c.change(func(p *host.Pool) int {
		word, rest := first(words)
		empty := word == "-e"
		if empty {
			words = rest
		} else if _, value, _ := strings.Cut(word, "="); word != "" && value == "" && !strings.HasPrefix(word, "release=") {
			c.say.To(host.InvalidSwitch, word)
			return 1
		}
		props, status := c.properties(words)
		if status != 0 {
			return status
		}
		return p.Create(props, empty, c.moment, c.say)
	})
}

// properties parses the words with an equals sign; the status is 0 if all are
// valid.
func (c *call) properties(words []string) (props []host.Property, status int) {
	for _, word := range words {
		if !strings.Contains(word, "=") {
			continue
		}
		property, status := host.ParseProperty(word, c.say)
		if status != 0 {
			return nil, status
		}
		props = append(props, property)
	}
	return props, 0
}
