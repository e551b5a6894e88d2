package python

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// setDefault sets a property that new jails get, to any value. The file that has
// them is made with the first jail (ioc_json.py, json_set_value).
func (c *call) setDefault(p *host.Pool, property string) error {
	name, value, _ := strings.Cut(property, "=")
	_, given := p.RewriteDefaults[name]
	switch {
	case p.RewriteDefaults == nil:
		return noFile(p.Root() + "/defaults.json")
	case !given && !hasDefault(name):
		return refusef("%s is not a valid property for default!", name)
	}
	p.RewriteDefaults[name] = value
	c.printf("Default Property: %s has been updated to %s", name, value)
	return nil
}

// hasDefault reports whether the property is in the file from the beginning:
// it is no jail's own.
func hasDefault(name string) bool {
	own := []string{"host_hostname", "host_hostuuid", "tag", "release", "cloned_release", "jail_zfs_dataset", "depends"}
	return knows(name) && !slices.Contains(own, name)
}

// takeDefaults gives a new jail the properties in the file, and makes the file
// if it is missing. One that is there is brought up to date, which resets some
// properties (ioc_create.py, create_config; ioc_json.py, json_check_config).
func (j jail) takeDefaults() {
	p := j.Pool()
	if p.RewriteDefaults == nil {
		p.RewriteDefaults = map[string]string{}
		return
	}
	delete(p.RewriteDefaults, "CONFIG_VERSION")
	delete(p.RewriteDefaults, "host_time")
	p.RewriteDefaults["depends"] = "none"
	for name, value := range p.RewriteDefaults {
		if !host.IsNative(name) && name != "depends" {
			j.Set(name, value)
		}
	}
}
