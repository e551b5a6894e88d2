package iocage

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Row is one row of the long lists of jails, templates and plugins. A stopped
// jail has the JID "-"; IP4, IP6 and Template are "-" or "none" if there is none.
// Of a jail from 0.9.9 on, UUID and Tag are both its name.
type Row struct {
	JID, UUID, Boot, State, Tag, Type, Release, IP4, IP6, Template string
}

// A Table is what a long list has: its rows, and the lines beside them.
type Table struct {
	Rows   []Row
	asides []string
}

// Jails returns the host's jails in the order of iocage, that of their tags.
func (p *Python) Jails(ctx context.Context) (*Reading[Table], error) { return p.table(ctx, "-lh") }

// Templates returns the host's templates. Their JID and Template are "-".
func (p *Python) Templates(ctx context.Context) (*Reading[Table], error) {
	return p.table(ctx, "-tlh")
}

// InstalledPlugins returns the jails that were made from a plugin.
func (p *Python) InstalledPlugins(ctx context.Context) (*Reading[Table], error) {
	return p.table(ctx, "-Ph")
}

func (p *Python) table(ctx context.Context, switches string) (*Reading[Table], error) {
	out, err := p.answer(ctx, "list", switches)
	if err != nil {
		return nil, err
	}
	table, err := p.tables.of(out.Stdout)
	if err == nil {
		p.tell(ctx, "list", table.Value.asides)
	}
	return table, err
}

// parseTable parses `iocage list -lh`: rows of fields between tabs, without a
// heading.
func parseTable(text string) (Table, error) {
	answer, asides := separate(text)
	t := Table{asides: asides}
	for _, line := range answer {
		row, ok := rowOf(strings.Split(line, "\t"))
		if !ok {
			return Table{}, unreadable(line)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// unreadable is the error for a line of the program's lists.
func unreadable(line string) error {
	return fmt.Errorf("cannot read a line of iocage list: %s", quote(line))
}

// rowOf reads the fields of a row (ioc_list.py, list_all):
//
//	JID UUID BOOT STATE TAG TYPE RELEASE IP4 IP6 TEMPLATE  until 0.9.8
//	JID NAME BOOT STATE TYPE RELEASE IP4 IP6 TEMPLATE …    from 0.9.9 on
//
// In the newer layout one or two fields may follow: BASEJAIL of a jail (from 1.0
// on), PORTAL of a plugin (from 0.9.10 on) and DOC_URL (1.2).
func rowOf(f []string) (row Row, ok bool) {
	switch {
	case len(f) < 9 || len(f) > 11 || !slices.Contains(jailStates, f[3]):
		return Row{}, false
	case len(f) == 10 && !isRelease(f[5]):
		return Row{
			JID: f[0], UUID: f[1], Boot: f[2], State: f[3], Tag: f[4],
			Type: f[5], Release: f[6], IP4: f[7], IP6: f[8], Template: f[9],
		}, true
	}
	return Row{
		JID: newerJID(f[0]), UUID: f[1], Boot: f[2], State: f[3], Tag: f[1],
		Type: f[4], Release: f[5], IP4: f[6], IP6: f[7], Template: f[8],
	}, true
}

// jailStates are the states of a jail. From 1.0 on one may be corrupt.
var jailStates = []string{"up", "down", "CORRUPT"}

// newerJID is a jid as all programs before wrote it: 1.2.1 and later say None for that
// of a stopped jail.
func newerJID(field string) string {
	if field == "None" {
		return "-"
	}
	return field
}

// isRelease tells a release from a type: only it begins with a digit, unless the
// jail has none (EMPTY) or is corrupt (N/A).
func isRelease(field string) bool {
	return field == "EMPTY" || field == "N/A" || field != "" && '0' <= field[0] && field[0] <= '9'
}
