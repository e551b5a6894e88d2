package python

import "github.com/sysadm-go/sysadm/fakeiocage/internal/click"

func migrateOptions() []click.Option {
	return []click.Option{
		{Key: "force", Names: []string{"--force", "-f"}, Help: "Do not ask."},
		{Key: "delete", Names: []string{"--delete", "-d"}, Help: "Delete what was migrated."},
	}
}

// migrate asks, and then finds nothing to do (cli/migrate.py): the basejails of
// the shell iocage were converted to jails when they were first read.
func migrate(c *call, values click.Values) error {
	err := c.change(c.refuseDisorder)
	if err != nil || values.Has("force") {
		return err
	}
	c.print("\nThis will migrate ALL basejails to clonejails, it can take a long time!")
	_, err = c.confirmed("\nAre you sure?")
	return err
}
