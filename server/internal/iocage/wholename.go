package iocage

import (
	"context"
	"strings"
)

// wholeName returns a name that iocage takes as one. It splits a name at blanks
// and takes each word, or the first, for a name (iocage_legacy, lib/ioc-cmd and
// lib/ioc-info, 2016). So a name with a blank is replaced by the uuid of the
// jail with that very tag; it is refused if there is none.
func (c *Client) wholeName(ctx context.Context, name string) (string, error) {
	if !strings.Contains(name, " ") || c.compat.LooseArguments {
		return name, nil
	}
	listed, err := c.List(ctx)
	if err != nil {
		return "", err
	}
	for _, j := range listed.Value {
		if j.Tag == name {
			return j.UUID, nil
		}
	}
	return "", &Refusal{Line: "ERROR: " + name + " not found!"}
}

// checkedName is wholeName of a name that checkJail accepts.
func (c *Client) checkedName(ctx context.Context, jail string) (string, error) {
	if err := checkJail(jail); err != nil {
		return "", err
	}
	return c.wholeName(ctx, jail)
}
