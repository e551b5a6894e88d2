package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// set sets every property on every jail. The names of the properties are
// checked before any change, everything else during it.
func set(c *call, p *host.Pool, words []string) int {
	var props []host.Property
	var names []string
	for _, word := range words {
		if !strings.Contains(word, "=") {
			names = append(names, word)
			continue
		}
		property, status := host.ParseProperty(word, c.say)
		if status != 0 {
			return status
		}
		props = append(props, cut(property))
	}
	if len(names) == 0 {
		c.say.To(host.NoJailToSet)
		return 1
	}
	for _, name := range names {
		if status := c.setOn(p, name, props); status != 0 {
			return status
		}
	}
	return 0
}

// cut ends a value at its second equals sign, as the original does for all
// properties except notes.
func cut(w host.Property) host.Property {
	if w.Name != "notes" {
		w.Value, _, _ = strings.Cut(w.Value, "=")
	}
	return w
}

func (c *call) setOn(p *host.Pool, name string, props []host.Property) int {
	if name == "ALL" {
		return 0
	}
	j := c.find(p, name, host.JailNotFound)
	if len(props) == 0 {
		return 0
	}
	if j == nil {
		c.say.To(host.MissingToSet)
		return 1
	}
	for _, w := range props {
		if w.Name == "hack88" && c.dialect.KeepsHack88 && j.Up() {
			c.say.To(host.StopToHack)
			return 1
		}
		if status := j.SetProperty(w, c.moment, c.say); status != 0 {
			return status
		}
	}
	return 0
}
