package iocage

import (
	"context"
	"fmt"
	"strings"
)

// Destroy stops a jail if it runs, destroys it, and returns what iocage prints
// after "Destroying:", which is a blank and the uuid.
func (c *Client) Destroy(ctx context.Context, jail string) (string, error) {
	if err := checkOneJail(jail); err != nil {
		return "", err
	}
	out, err := c.runChecked(ctx, c.checkIsJail, "destroy", "-f", jail)
	if err != nil {
		return "", err
	}
	if line, failed := out.failure(); failed {
		return "", c.refused(out, line)
	}
	for _, line := range lines(out.Stdout) {
		if uuid, found := strings.CutPrefix(line, "Destroying:"); found {
			return uuid, nil
		}
	}
	return "", fmt.Errorf("cannot find the destroyed jail in %s", quote(string(out.Stdout)))
}

// checkIsJail refuses a name by which iocage would find a release or the
// default settings and destroy those. iocage takes any of its datasets whose
// name ends in the given one (`destroy -f e` is 10.2-RELEASE if no jail is
// called e).
func (c *Client) checkIsJail(ctx context.Context, words []string) error {
	name := words[jailAt(words)]
	out, err := c.run(ctx, "get", "mountpoint", name)
	if err != nil {
		return err
	}
	folder := strings.TrimSpace(string(out.Stdout))
	if strings.Contains(folder, "/releases/") || strings.HasSuffix(folder, "/.defaults") {
		return refusef("%s names no jail but %s: name a jail by its tag or uuid", name, folder)
	}
	return nil
}
