package iocage

import (
	"context"
	"fmt"
	"strings"
)

// Create makes a jail from a release and returns what iocage prints after
// "Successfully created:", as in " UUID (TAG)". Props are words NAME=VALUE.
func (c *Client) Create(ctx context.Context, props []string) (string, error) {
	return c.create(ctx, props, "create")
}

// Clone makes a jail that shares its blocks with another, and returns what
// Create does.
func (c *Client) Clone(ctx context.Context, jail string, props []string) (string, error) {
	if err := checkOneJail(jail); err != nil {
		return "", err
	}
	if strings.Contains(jail, "@") {
		return "", refusef("the jail to clone must not hold @, which iocage reads as the beginning of a snapshot: name the jail by its uuid")
	}
	return c.create(ctx, props, "clone", jail)
}

// created is the beginning of the line that names a new jail.
const created = "Successfully created:"

func (c *Client) create(ctx context.Context, props []string, args ...string) (string, error) {
	if err := checkProperties(props); err != nil {
		return "", err
	}
	out, err := c.run(ctx, append(args, props...)...)
	if err != nil {
		return "", err
	}
	jail, found := "", false
	for _, line := range lines(out.Stdout) {
		if after, ok := strings.CutPrefix(line, created); ok {
			jail, found = c.value(after, ":"), true
		}
	}
	switch line, refused := out.failure(); {
	case refused && found:
		return "", refusef("%s (iocage left the new jail%s as it is: destroy it if it is no use)", line, jail)
	case refused:
		return "", c.refused(out, line)
	case !found:
		return "", fmt.Errorf("cannot find the new jail in %s", quote(string(out.Stdout)))
	}
	return jail, nil
}

// CreateEmpty makes a jail without a system and returns its uuid, which is all
// that `iocage create -e` prints.
func (c *Client) CreateEmpty(ctx context.Context, props []string) (string, error) {
	if err := checkProperties(props); err != nil {
		return "", err
	}
	out, err := c.changed(ctx, append([]string{"create", "-e"}, props...)...)
	if err != nil {
		return "", err
	}
	for _, line := range lines(out.Stdout) {
		if uuidForm.MatchString(line) {
			return line, nil
		}
	}
	return "", fmt.Errorf("cannot find the uuid of the new jail in %s", quote(string(out.Stdout)))
}
