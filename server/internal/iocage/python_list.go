package iocage

import (
	"context"
	"fmt"
	"strings"
)

// A Row is one row of the long lists of jails, templates and plugins. A stopped
// jail has the JID "-"; IP4, IP6 and Template are "-" or "none" if there is none.
type Row struct {
	JID, UUID, Boot, State, Tag, Type, Release, IP4, IP6, Template string
}

// Jails returns the host's jails in the order of iocage, that of their tags.
func (p *Python) Jails(ctx context.Context) (*Reading[[]Row], error) { return p.rows(ctx, "-lh") }

// Templates returns the host's templates. Their JID and Template are "-".
func (p *Python) Templates(ctx context.Context) (*Reading[[]Row], error) { return p.rows(ctx, "-tlh") }

// InstalledPlugins returns the jails that were made from a plugin.
func (p *Python) InstalledPlugins(ctx context.Context) (*Reading[[]Row], error) {
	return p.rows(ctx, "-Ph")
}

func (p *Python) rows(ctx context.Context, switches string) (*Reading[[]Row], error) {
	out, err := p.answer(ctx, "list", switches)
	if err != nil {
		return nil, err
	}
	return p.lists.of(out.Stdout)
}

// parseRows parses `iocage list -lh`: rows of fields between tabs, without a
// heading. Lines without a tab say what iocage did before.
func parseRows(text string) ([]Row, error) {
	var rows []Row
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if !strings.Contains(line, "\t") {
			continue
		}
		row, ok := rowOf(strings.Split(line, "\t"))
		if !ok {
			return nil, fmt.Errorf("cannot read a line of iocage list: %s", quote(line))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// rowOf reads the fields of a row (ioc_list.py, list_all).
func rowOf(f []string) (row Row, ok bool) {
	if len(f) != 10 {
		return Row{}, false
	}
	return Row{
		JID: f[0], UUID: f[1], Boot: f[2], State: f[3], Tag: f[4],
		Type: f[5], Release: f[6], IP4: f[7], IP6: f[8], Template: f[9],
	}, true
}
