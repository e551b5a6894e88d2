package iocage

import "context"

// CleanJails destroys every jail.
func (c *Client) CleanJails(ctx context.Context) error { return c.clean(ctx, "-fj") }

// CleanReleases destroys every release, and with it the system of basejails.
func (c *Client) CleanReleases(ctx context.Context) error { return c.clean(ctx, "-fr") }

// CleanTemplates destroys every template, and the clones of them.
func (c *Client) CleanTemplates(ctx context.Context) error { return c.clean(ctx, "-ft") }

// CleanAll destroys everything that iocage keeps on the active pool.
func (c *Client) CleanAll(ctx context.Context) error { return c.clean(ctx, "-fa") }

func (c *Client) clean(ctx context.Context, switches string) error {
	_, err := c.changed(ctx, "clean", switches)
	return err
}
