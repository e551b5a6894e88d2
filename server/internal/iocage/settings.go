package iocage

import (
	"context"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// Defaults returns the settings that `iocage defaults` prints, as NAME=VALUE.
func (c *Client) Defaults(ctx context.Context) (map[string]string, error) {
	if c.compat.ErrorsAsMembers {
		return c.whatever(ctx, "=", "defaults")
	}
	out, err := c.answer(ctx, "defaults")
	if err != nil {
		return nil, err
	}
	return c.parseSettings(string(out.Stdout), "=")
}

// Settings returns the settings that `iocage get all JAIL` prints, as
// NAME:VALUE. Unset ones read "-".
func (c *Client) Settings(ctx context.Context, jail string) (*Reading[map[string]string], error) {
	words := []string{"get", "all"}
	if jail != "" || !c.compat.LooseArguments { // else iocage prints which word is missing
		if err := checkJail(jail); err != nil {
			return nil, err
		}
		words = append(words, jail)
	}
	if c.compat.ErrorsAsMembers {
		return c.loosely(ctx, words...)
	}
	out, err := c.answer(ctx, words...)
	if err != nil {
		return nil, err
	}
	return c.settings.of(out.Stdout)
}

// loosely parses every line as a setting, including an ERROR, as up to edition
// 2016-02-05.
func (c *Client) loosely(ctx context.Context, words ...string) (*Reading[map[string]string], error) {
	out, err := c.run(ctx, words...)
	if err != nil {
		return nil, err
	}
	if line, refused := out.refusal(); refused && isError(line) && c.edition.SettingsByProperty {
		return nil, c.refused(out, line)
	}
	return &Reading[map[string]string]{Value: c.transcript(":", out.everyLine()...)}, nil
}

// Setting returns one property of a jail, as `iocage get PROPERTY JAIL` prints
// it. An unset one reads "none".
func (c *Client) Setting(ctx context.Context, jail, property string) (string, error) {
	if err := checkJail(jail); err != nil {
		return "", err
	}
	if err := checkProperty(property); err != nil {
		return "", err
	}
	out, err := c.answer(ctx, "get", property, jail)
	if err != nil {
		return "", err
	}
	value, ended := strings.CutSuffix(string(out.Stdout), "\n")
	if !ended || strings.Contains(value, "\n") && !mayHoldLines(property) {
		return "", fmt.Errorf("cannot read the one line of iocage get %s: %s", property, quote(string(out.Stdout)))
	}
	return c.value(value, ":"), nil
}

// parseSettings splits each line at the first separator; a value may contain
// more. A line that begins no setting continues the previous value.
func (c *Client) parseSettings(text, separator string) (map[string]string, error) {
	settings := map[string]string{}
	last := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		name, value, found := strings.Cut(line, separator)
		_, seen := settings[name]
		switch {
		case found && !seen && beginsSetting(name, last):
			settings[name], last = value, name
		case last == prose, last != "" && !(found && propertyName.MatchString(name)) && mayHoldLines(last):
			settings[last] += "\n" + line
		default:
			return nil, fmt.Errorf("cannot read a line of iocage as name%svalue: %s", separator, quote(line))
		}
	}
	if len(settings) == 0 {
		return nil, fmt.Errorf("cannot find a setting: iocage printed nothing")
	}
	for name, value := range settings {
		settings[name] = c.value(value, separator)
	}
	return settings, nil
}

// prose is the property with free text, whose lines may look like settings.
const prose = "notes"

// beginsSetting reports whether a line begins the setting name. Otherwise it
// continues the value of the property last.
func beginsSetting(name, last string) bool {
	_, known := prop.Find(name)
	return known || last != prose && propertyName.MatchString(name)
}

// mayHoldLines reports whether a value of the property may contain line breaks,
// as far as this package knows.
func mayHoldLines(property string) bool {
	p, known := prop.Find(property)
	return !known || p.Kind == prop.Text
}

// value returns the whole value, or the part before the next separator if the
// compat cuts values, as the original server did.
func (c *Client) value(value, separator string) string {
	if c.compat.CutValues {
		value, _, _ = strings.Cut(value, separator)
	}
	return value
}
