package python

import (
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// export writes a jail that is down to a zip file in /iocage/images
// (cli/export.py).
func export(c *call, values click.Values) error {
	return c.change(c.withJail(values.Argument("jail"), func(p *host.Pool, j named) error {
		if j.Up() {
			c.printf("%s (%s) is runnning, stop the jail before exporting!", j.UUID(), j.name)
			return exit(1, "")
		}
		return c.exportJail(p, j)
	}))
}

// exportJail takes a snapshot for the file. Of several filesystems all but the
// last keep it, so there is no second export on that day (ioc_image.py,
// export_jail).
func (c *call) exportJail(p *host.Pool, j named) error {
	day := c.now.UTC().Format(time.DateOnly)
	file := j.UUID() + "_" + day + "_" + j.name + ".zip"
	if objections := j.Pack(file, "ioc-export-"+day, c.now); len(objections) > 0 {
		return refuse(strings.Join(objections, "\n"))
	}
	for _, dataset := range j.Filesystems() {
		c.print("Exporting dataset: " + dataset)
	}
	image := p.Root() + "/images/" + file
	c.print("\nPreparing zip file: " + image + ".\n\nExported: " + image)
	return nil
}
