package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// create makes jails. The first word must be -e or NAME=VALUE; later words
// without a value are ignored.
func create(c *call, words []string) (int, error) {
	return c.change(func(p *host.Pool) int {
		props, status := c.properties(words)
		if status != 0 {
			return status
		}
		word, _ := first(words)
		return p.Create(word, props, c.moment, c.say)
	})
}

// properties parses the words with an equals sign; the status is 0 if all are
// valid. It warns of the tag default.
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
	if host.Last(props, "tag") == "default" {
		c.say.To(host.ReservedTag, c.moment.Tag())
	}
	return props, 0
}
