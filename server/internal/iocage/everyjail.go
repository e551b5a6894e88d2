package iocage

import (
	"context"
	"fmt"
	"strings"
)

// A Setting is one property of one jail.
type Setting struct{ UUID, Tag, Value string }

// SettingOfEveryJail returns one property of every jail, and of the default
// settings, which iocage lists like a jail. Releases, which it lists too, and
// jails that it could not finish are left out, because they have no uuid.
func (c *Client) SettingOfEveryJail(ctx context.Context, property string) ([]Setting, error) {
	if err := checkProperty(property); err != nil {
		return nil, err
	}
	if property == "all" {
		return nil, refusef("all properties can be shown of one jail only: name the jail, or one property")
	}
	out, err := c.answer(ctx, "get", "-r", property)
	if err != nil {
		return nil, err
	}
	return parseEveryJail(string(out.Stdout), property)
}

// parseEveryJail parses the table of `iocage get -r`. Its columns UUID, TAG and
// the property are separated by at least two blanks. A tag and a value may
// contain single blanks. A value may have several lines; the others stand below
// its row.
func parseEveryJail(text, property string) ([]Setting, error) {
	var settings []Setting
	var starts []int
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case starts == nil:
			starts = everyJailStarts(line, property)
		case hasNoUUID(line, starts):
		case len(settings) > 0 && !beginsRow(line) && mayHoldLines(property):
			settings[len(settings)-1].Value += "\n" + line
		default:
			setting, found := settingOf(line, starts)
			if !found {
				return nil, fmt.Errorf("cannot read a line of iocage get -r: %s", quote(line))
			}
			settings = append(settings, setting)
		}
	}
	if starts == nil {
		return nil, fmt.Errorf("cannot find the heading of iocage get -r in %s", quote(text))
	}
	return settings, nil
}

// everyJailStarts returns where the columns begin if line is the heading.
func everyJailStarts(line, property string) []int {
	words := strings.Fields(line)
	if len(words) != 3 || words[0] != "UUID" || words[1] != "TAG" || words[2] != property {
		return nil
	}
	return []int{strings.Index(line, " TAG") + 1, strings.LastIndex(line, " ") + 1}
}

func hasNoUUID(line string, starts []int) bool {
	return len(line) > starts[0] && strings.TrimSpace(line[:starts[0]]) == noUUID
}

func beginsRow(line string) bool {
	uuid, _, _ := strings.Cut(line, " ")
	return uuidForm.MatchString(uuid)
}

// settingOf splits a row where the heading's columns begin. If characters to
// which column(1) gives no width have shifted the row, it splits at two blanks.
func settingOf(line string, starts []int) (Setting, bool) {
	uuid, rest, _ := strings.Cut(line, " ")
	if !uuidForm.MatchString(uuid) {
		return Setting{}, false
	}
	if isASCII(line) && len(line) >= starts[1] && strings.HasSuffix(line[:starts[1]], "  ") {
		return Setting{uuid, strings.TrimRight(line[starts[0]:starts[1]], " "), strings.TrimRight(line[starts[1]:], " ")}, true
	}
	tag, value, _ := strings.Cut(strings.TrimLeft(rest, " "), "  ")
	value = strings.Trim(value, " ")
	return Setting{uuid, tag, value}, !strings.Contains(value, "  ")
}
