package python

import (
	"slices"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func cleanOptions() []click.Option {
	return []click.Option{
		{Key: "force", Names: []string{"--force", "-f"}, Help: "Do not ask."},
		{Key: "type", Names: []string{"--all", "-a"}, Value: "all", Help: "Destroy everything of iocage."},
		{Key: "type", Names: []string{"--jails", "-j"}, Value: "jails", Help: "Destroy all jails."},
		{Key: "type", Names: []string{"--base", "-r", "-b"}, Value: "release", Help: "Destroy all releases, and the jails made from them."},
		{Key: "type", Names: []string{"--template", "-t"}, Value: "template", Help: "Destroy all templates, and the jails made from them."},
	}
}

// A cleaning is what clean does for one of its types: datasets, in order, and
// what it says before and after.
type cleaning struct {
	datasets       []string
	warning, after string
}

// cleanings are the types of clean (cli/clean.py; ioc_clean.py).
func cleanings() map[string]cleaning {
	all := slices.Clone(host.PythonLayout)
	slices.Reverse(all)
	return map[string]cleaning{
		"all":      {all, "\nThis will destroy ALL iocage data!", "All iocage datasets have been destroyed."},
		"jails":    {[]string{"iocage/jails"}, "\nThis will destroy ALL jails and any snapshots on a RELEASE,including templates!", "All iocage jail datasets have been destroyed."},
		"release":  {[]string{"iocage/download", "iocage/releases"}, "\nThis will destroy ALL fetched RELEASES and jails/templates created from them!", "All iocage RELEASE and jail datasets have been destroyed."},
		"template": {[]string{"iocage/templates"}, "This will destroy ALL templates and jails created from them!", "All iocage template datasets have been destroyed."},
	}
}

// clean destroys all datasets of a type, after a question unless it is forced
// to.
func clean(c *call, values click.Values) error {
	what, known := cleanings()[values.Option("type")]
	if !known {
		return refuse("Please specify a dataset type to clean!")
	}
	if !values.Has("force") {
		c.print(what.warning)
		yes, err := c.confirmed("\nAre you sure?")
		if err != nil {
			return err
		}
		if !yes {
			return nil
		}
	}
	return c.change(func(p *host.Pool) error {
		for _, d := range what.datasets {
			c.print("Cleaning " + d)
			p.Clear(d)
		}
		c.print(what.after)
		return nil
	})
}
