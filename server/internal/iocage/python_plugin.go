package iocage

import (
	"context"
	"fmt"
	"regexp"
)

// A Plugin is one of those that jails can be made from.
type Plugin struct{ ID, Name, Description string }

// RemotePlugins returns the plugins of the index, by id. iocage fetches it
// first.
func (p *Python) RemotePlugins(ctx context.Context) ([]Plugin, error) {
	out, err := p.answer(ctx, "list", "-PhR")
	if err != nil {
		return nil, err
	}
	items, asides := parseItems(string(out.Stdout))
	p.asides(ctx, "list", asides)
	var plugins []Plugin
	for _, item := range items {
		plugin, err := parsePlugin(item)
		if err != nil {
			return nil, err
		}
		plugins = append(plugins, plugin)
	}
	return plugins, nil
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
