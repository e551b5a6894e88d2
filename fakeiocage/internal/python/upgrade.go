package python

import (
	"path"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func upgradeOptions() []click.Option {
	return []click.Option{{Key: "release", Names: []string{"--release", "-r"}, Metavar: "TEXT", Required: true, Help: "The release to upgrade to."}}
}

// upgrade upgrades a jail that is down to another release; to one that is up it
// does nothing (cli/upgrade.py).
func upgrade(c *call, values click.Values) error {
	return c.change(func(p *host.Pool) error {
		j, err := c.findOf(p, values.Argument("jail"))
		if err != nil {
			return err
		}
		if why := j.refuseUpgrade(); why != "" {
			c.print(why)
			return exit(1, "")
		}
		if j.Up() {
			return nil
		}
		if err := c.startJail(j.jail, true); err != nil {
			return err
		}
		return c.upgradeStarted(j, values.Option("release"))
	})
}

func (j named) refuseUpgrade() string {
	if j.value("release") == "EMPTY" {
		return "Upgrading is not supported for empty jails."
	}
	return j.refuseTo("upgrade", "jail")
}

// upgradeStarted upgrades a jail and stops it. Nothing but the property changes:
// two words that belong apart reach freebsd-update(8) as one, which it answers
// with its usage and status 0. A release that is not on the host is found to be
// missing only then, unless it is so old that the program does not look
// (ioc_upgrade.py; FreeBSD r302536, freebsd-update.sh, parse_cmdline).
func (c *call) upgradeStarted(j named, release string) error {
	c.out.Print("usage: " + path.Base(updateScript) + updateUsage)
	c.installUpdates()
	if !isOld(release) && !j.Pool().Installed(release) {
		return noFile(j.Pool().Root() + "/releases/" + release + "/root/bin/freebsd-version")
	}
	before := j.value("release")
	j.Set("cloned_release", j.value("cloned_release"))
	j.Set("release", release)
	if err := c.stopJail(j.jail, true); err != nil {
		return err
	}
	c.printf("\n%s (%s) successfully upgraded from %s to %s!", j.UUID(), j.name, before, release)
	return nil
}

// isOld reports whether a release has one digit before the point, as 9.3-RELEASE,
// or whatever else the program takes for that.
func isOld(release string) bool { return strings.HasSuffix(release[:min(4, len(release))], "-") }

// updateUsage is the usage of freebsd-update(8) after its name.
const updateUsage = ` [options] command ... [path]

Options:
  -b basedir   -- Operate on a system mounted at basedir
                  (default: /)
  -d workdir   -- Store working files in workdir
                  (default: /var/db/freebsd-update/)
  -f conffile  -- Read configuration options from conffile
                  (default: /etc/freebsd-update.conf)
  -F           -- Force a fetch operation to proceed
  -k KEY       -- Trust an RSA key with SHA256 hash of KEY
  -r release   -- Target for upgrade (e.g., 6.2-RELEASE)
  -s server    -- Server from which to fetch updates
                  (default: update.FreeBSD.org)
  -t address   -- Mail output of cron command, if any, to address
                  (default: root)
  --not-running-from-cron
               -- Run without a tty, for use by automated tools
  --currently-running release
               -- Update as if currently running this release
Commands:
  fetch        -- Fetch updates from server
  cron         -- Sleep rand(3600) seconds, fetch updates, and send an
                  email if updates were found
  upgrade      -- Fetch upgrades to FreeBSD version specified via -r option
  install      -- Install downloaded updates or upgrades
  rollback     -- Uninstall most recently installed updates
  IDS          -- Compare the system against an index of "known good" files.
`
