package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// set sets every property on every jail. The names of the properties are
// checked before any change, everything else during it.
func set(c *call, p *host.Pool, words []string) int {
	props, status := c.properties(words)
	if status != 0 {
		return status
	}
	names, ok := c.evaluate(words)
	switch {
	case !ok:
		return 2
	case len(names) == 0:
		c.say.To(host.NoJailToSet)
		return 1
	}
	settle(props)
	for _, name := range names {
		if status := c.setOn(p, name, props); status != 0 {
			return status
		}
	}
	return 0
}

// evaluate returns the names of jails in the words, as the original's eval
// leaves them: it runs what follows a blank as a command. ok is false after the
// complaint about a quote in a property.
func (c *call) evaluate(words []string) (names []string, ok bool) {
	for _, word := range words {
		if strings.Contains(word, "=") {
			if strings.Count(word, "'")%2 == 1 {
				c.say.To(host.Unterminated)
				return nil, false
			}
			continue
		}
		if pieces := strings.Fields(word); len(pieces) > 1 {
			c.say.To(host.Raw, "eval: "+pieces[1]+": not found")
			word = ""
		}
		names = append(names, word)
	}
	return names, true
}

// settle makes the values what the original's shell makes of the words: several
// blanks are one, those at the end are none, and the second equals sign ends the
// value. Only notes are stored as they are, the last ones if there are several.
func settle(props []host.Property) {
	notes := host.Last(props, "notes")
	for i := range props {
		if w := &props[i]; w.Name == "notes" && w.Value != "" {
			w.Value = notes
		} else {
			parts := strings.Split(strings.Join(strings.Fields(w.Name+"="+w.Value), " "), "=")
			w.Value = parts[1]
		}
	}
}

// setOn sets the properties on the jail of the name, which the original looks up
// a second time by its uuid. ALL is the first dataset, the defaults.
func (c *call) setOn(p *host.Pool, name string, props []host.Property) int {
	j := c.toSet(p, name)
	if len(props) == 0 {
		return 0
	}
	if j == nil {
		c.say.To(host.MissingToSet)
		return 1
	}
	if j = c.find(p, j.UUID(), host.NotFound); j == nil {
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

// toSet returns the jail of the name, or nil after a notice.
func (c *call) toSet(p *host.Pool, name string) *host.Jail {
	switch name {
	case "":
		c.say.To(host.EmptyName)
		return nil
	case "ALL":
		return p.Candidates()[0]
	}
	return c.find(p, name, host.JailNotFound)
}
