package python

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func dfOptions() []click.Option {
	return []click.Option{
		{Key: "script", Names: []string{"--header", "-h", "-H"}, Help: "Print lines with tabs, without a heading."},
		{Key: "long", Names: []string{"--long", "-l"}, Help: "Print the whole uuid."},
		{Key: "sort", Names: []string{"--sort", "-s"}, Metavar: "TEXT", Help: "Sort by a column."},
	}
}

var dfHeading = []string{"UUID", "CRT", "RES", "QTA", "USE", "AVA", "TAG"}

// df prints the space of every jail and template (cli/df.py).
func df(c *call, values click.Values) error {
	return c.look(func(p *host.Pool) error {
		all, err := c.jails(p)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, j := range all {
			uuid := j.UUID()
			if !values.Has("long") {
				uuid = shortUUID(uuid)
			}
			rows = append(rows, []string{uuid, j.Raw("compressratio"), j.Raw("reservation"), j.Raw("quota"), j.Raw("used"), j.Raw("available"), j.Tag()})
		}
		if err := c.sortRows(rows, dfHeading, values.Option("sort")); err != nil {
			return err
		}
		c.printRows(dfHeading, rows, values.Has("script"))
		return nil
	})
}
