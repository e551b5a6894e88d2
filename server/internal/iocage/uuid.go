package iocage

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strings"
)

// uuidForm matches a uuid as iocage writes it.
var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// uuid returns the uuid of the jail that iocage finds by a name.
func (c *Client) uuid(ctx context.Context, jail string) (string, error) {
	out, err := c.answer(ctx, "get", "host_hostuuid", jail)
	return strings.TrimSpace(string(out.Stdout)), err
}

// noUUID stands in iocage's tables for the uuid of a jail that has none: one
// that `create` or `clone` could not finish, for example because of a quota
// that zfs rejects. Such a jail has no properties at all.
const noUUID = "-"

// named returns a table of iocage in which no uuid is missing, as far as that
// can be found out: see nameUnfinished.
func named[Row any](ctx context.Context, c *Client, table *Reading[[]Row], uuid func(*Row) *string) (*Reading[[]Row], error) {
	unfinished := func(row Row) bool { return *uuid(&row) == noUUID }
	if !slices.ContainsFunc(table.Value, unfinished) {
		return table, nil
	}
	rows := slices.Clone(table.Value) // the table is shared
	var missing []*string
	for i := range rows {
		if unfinished(rows[i]) {
			missing = append(missing, uuid(&rows[i]))
		}
	}
	return &Reading[[]Row]{Value: rows}, c.nameUnfinished(ctx, missing)
}

// nameUnfinished fills in the uuids that are missing in a table of iocage with
// the names of the jails' folders, by which `destroy` finds these jails. It
// changes nothing if the numbers of folders and jails differ, because of a
// change in between, or if iocage does not list the folders.
func (c *Client) nameUnfinished(ctx context.Context, missing []*string) error {
	out, err := c.run(ctx, "get", "-r", "mountpoint")
	if err != nil {
		return err
	}
	found := unfinishedJails(string(out.Stdout))
	if len(found) != len(missing) {
		return nil
	}
	for i := range missing {
		*missing[i] = found[i]
	}
	return nil
}

// unfinishedJails returns the uuids in the folder names of jails without a
// uuid. They come from `iocage get -r mountpoint`, which has the same order as
// iocage's other tables.
func unfinishedJails(text string) (uuids []string) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != noUUID {
			continue
		}
		folder, uuid := path.Split(words[len(words)-1])
		if strings.HasSuffix(folder, "/jails/") && uuidForm.MatchString(uuid) {
			uuids = append(uuids, uuid)
		}
	}
	return uuids
}
