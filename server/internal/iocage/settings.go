package iocage

import (
	"context"
	"fmt"
	"strings"
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
func (c *Client) Settings(ctx context.Context, jail string) (map[string]string, error) {
	if jail == "" && c.compat.LooseArguments {
		return c.transcript(":", noJail), nil
	}
	if err := checkJail(jail); err != nil {
		return nil, err
	}
	if c.compat.ErrorsAsMembers {
		return c.whatever(ctx, ":", "get", "all", jail)
	}
	out, err := c.answer(ctx, "get", "all", jail)
	if err != nil {
		return nil, err
	}
	return c.parseSettings(string(out.Stdout), ":")
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
	if !ended || strings.Contains(value, "\n") {
		return "", fmt.Errorf("cannot read the one line of iocage get %s: %s", property, quote(string(out.Stdout)))
	}
	return c.value(value, ":"), nil
}

// parseSettings cuts each line at the first separator; a value may hold more
// of them.
func (c *Client) parseSettings(text, separator string) (map[string]string, error) {
	settings := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		name, value, found := strings.Cut(line, separator)
		if !found || name == "" || strings.Contains(name, " ") {
			return nil, fmt.Errorf("cannot read a line of iocage as name%svalue: %s", separator, quote(line))
		}
		settings[name] = c.value(value, separator)
	}
	if len(settings) == 0 {
		return nil, fmt.Errorf("cannot find a setting: iocage printed nothing")
	}
	return settings, nil
}

// value is the whole value, or in compat the part before the next separator,
// as the original server cut it.
func (c *Client) value(value, separator string) string {
	if c.compat.CutValues {
		value, _, _ = strings.Cut(value, separator)
	}
	return value
}
