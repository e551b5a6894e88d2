package cli

import (
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// defaults prints the values stored on .defaults, and the built-in value of a
// property that has none there.
func defaults(c *call, p *host.Pool, _ []string) int {
	stored := p.In(host.DefaultsPlace)[0]
	for _, property := range prop.Table {
		if property.NoDefault {
			continue
		}
		value := stored.Get(property.Name)
		if value == "none" {
			value = builtin(c, p, property)
		}
		c.out.Printf("%s=%s\n", property.Name, value)
	}
	return 0
}

// builtin is the value that a run gives to a property that nobody set.
func builtin(c *call, p *host.Pool, property prop.Property) string {
	if !property.PerHost {
		return property.Default
	}
	switch property.Name {
	case "tag":
		return c.moment.Tag()
	case "hostid":
		return p.Host().HostID
	case "release":
		return p.Host().Release()
	case "jail_zfs_dataset":
		return "iocage/jails/" + c.moment.UUID() + "/data"
	case "mountpoint":
		return "none"
	}
	return c.moment.UUID()
}
