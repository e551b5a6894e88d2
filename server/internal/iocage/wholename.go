package iocage

import (
	"context"
	"slices"
	"strings"
)

// wholeName returns the words of a command with a name that iocage takes as one.
// It splits a name at blanks and takes each word, or the first, for a name
// (iocage_legacy, lib/ioc-cmd and lib/ioc-info, 2016). So a name with a blank is
// replaced by the uuid of the jail with that very tag; it is refused if there is
// none, or more than one.
func (c *Client) wholeName(ctx context.Context, args []string) ([]string, error) {
	at := jailAt(args)
	if at < 0 || !strings.Contains(args[at], " ") {
		return args, nil
	}
	listed, err := c.List(ctx)
	if err != nil {
		return nil, err
	}
	words := slices.Clone(args)
	words[at], err = uuidOfTag(args[at], listed.Value)
	return words, err
}

func uuidOfTag(tag string, jails []Jail) (uuid string, err error) {
	for _, j := range jails {
		switch {
		case j.Tag == tag && uuid != "":
			return "", refusef("ERROR: several jails have the tag %s: name one by its uuid", tag)
		case j.Tag == tag:
			uuid = j.UUID
		}
	}
	if uuid == "" {
		return "", refusef("ERROR: %s not found!", tag)
	}
	return uuid, nil
}
