package iocage

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// A Plugin is one of those that jails can be made from.
type Plugin struct{ ID, Name, Description string }

// RemotePlugins returns the plugins of the index. iocage fetches it first.
func (p *Python) RemotePlugins(ctx context.Context) ([]Plugin, error) {
	answer, err := p.lines(ctx, "list", "-PhR")
	if err != nil {
		return nil, err
	}
	items, others := parseItems(answer)
	var plugins []Plugin
	for _, item := range items {
		plugin, err := parsePlugin(item)
		if err != nil {
			return nil, err
		}
		plugins = append(plugins, plugin)
	}
	rows, err := pluginRows(others)
	return append(plugins, rows...), err
}

// pluginItem matches "Name - description (id)" (ioc_fetch.py,
// __fetch_sort_plugin__).
var pluginItem = regexp.MustCompile(`^(.*?) - +(.*?) *\(([^()\s]+)\)$`)

func parsePlugin(item string) (Plugin, error) {
	found := pluginItem.FindStringSubmatch(item)
	if found == nil {
		return Plugin{}, fmt.Errorf("cannot read a plugin of iocage list: %s", quote(item))
	}
	return Plugin{Name: found[1], Description: found[2], ID: found[3]}, nil
}

// pluginRows parses the plugins of iocage 0.9.9 to 1.1: NAME DESCRIPTION PKG and
// more, between tabs. iocage 1.2 prints only the names of its fields, once for
// each plugin (ioc_plugin.py, cli/list.py).
func pluginRows(lines []string) (plugins []Plugin, err error) {
	for _, line := range lines {
		cells := strings.Split(line, "\t")
		switch {
		case len(cells) < 3:
			return nil, unreadable(line)
		case strings.HasPrefix(line, "name\tdescription\tplugin"):
			return nil, refusef("this iocage does not print its plugins for programs")
		default:
			plugins = append(plugins, Plugin{
				Name: strings.TrimSpace(cells[0]), Description: strings.TrimSpace(cells[1]), ID: strings.TrimSpace(cells[2]),
			})
		}
	}
	return plugins, nil
}
