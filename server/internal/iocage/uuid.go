package iocage

import (
	"context"
	"path"
	"regexp"
	"strings"
)

// uuidForm is how iocage writes a uuid.
var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// uuid is the uuid of the jail that iocage finds by a name.
func (c *Client) uuid(ctx context.Context, jail string) (string, error) {
	out, err := c.answer(ctx, "get", "host_hostuuid", jail)
	return strings.TrimSpace(string(out.Stdout)), err
}

// noUUID stands in iocage's tables for the uuid of a jail that has none: one
// that `create` or `clone` could not finish, because of a quota that zfs does
// not take, say. It has no properties at all.
const noUUID = "-"

// nameUnfinished gives uuids from a table of iocage, where they are missing, those
// that iocage gave to the jails' folders. `destroy` finds the jails by them. If
// there are not as many folders as jails, because a change came in between, or
// because iocage does not tell, the uuids are left as they are.
func (c *Client) nameUnfinished(ctx context.Context, uuids []*string) error {
	var missing []*string
	for _, uuid := range uuids {
		if *uuid == noUUID {
			missing = append(missing, uuid)
		}
	}
	if len(missing) == 0 {
		return nil
	}
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

// unfinishedJails returns the uuids of the folders that belong to jails without
// one, from the table of `iocage get -r mountpoint`, whose order is that of every
// table of iocage.
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
