package python

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/program"
)

// fetchPlugins makes the jail of a plugin of the index, or as many as asked for
// of one whose file is named (cli/fetch.py).
func (c *call) fetchPlugins(values click.Values, f fetching, count int) error {
	props := values.Words("props")
	if !slices.ContainsFunc(props, isAddressWord) {
		return refuse("An IP address is needed to fetch a plugin!\nPlease specify ip(4|6)_addr=\"INTERFACE|IPADDRESS\"!")
	}
	if values.Has("plugins") {
		p, err := c.choosePlugin(values.Option("name"))
		if err != nil {
			return err
		}
		return c.fetchPlugin(p, props, f, true)
	}
	p, err := pluginFile(values.Option("name"))
	if err != nil {
		return err
	}
	for i := range max(count, 0) {
		if err := c.fetchPlugin(p, props, f, i == 0); err != nil {
			return err
		}
	}
	return nil
}

func isAddressWord(word string) bool {
	return strings.HasPrefix(word, "ip4_addr") || strings.HasPrefix(word, "ip6_addr")
}

// choosePlugin returns the plugin of that name, or asks for one.
func (c *call) choosePlugin(name string) (plugin, error) {
	if name == "" {
		c.printNumbered(pluginIndex())
		answer, err := c.ask("\nWhich plugin do you want to create? (EXIT) ")
		if err != nil {
			return plugin{}, aborted
		}
		name = answer
	}
	name = strings.ToLower(name)
	if name == "exit" {
		return plugin{}, done
	}
	if len([]rune(name)) <= 2 {
		n, err := strconv.Atoi(name)
		if err != nil {
			return plugin{}, done
		}
		return numbered(plugins(), n)
	}
	p, found := findPlugin(name)
	if !found {
		return plugin{}, refusef("Plugin: %s not in list!", name)
	}
	return p, nil
}

// pluginFile returns the plugin whose file in the index has the name.
func pluginFile(name string) (plugin, error) {
	for _, p := range plugins() {
		if p.id == name {
			return p, nil
		}
	}
	if !strings.HasSuffix(name, ".json") {
		name = "/iocage/.plugin_index/" + name + ".json"
	}
	return plugin{}, refusef("%s was not found!", name)
}

// fetchPlugin makes and starts the jail of a plugin, and installs its packages.
func (c *call) fetchPlugin(p plugin, props []string, f fetching, tells bool) error {
	if tells {
		c.introduce(p)
	}
	f.release = p.release
	if err := c.needRelease(f); err != nil {
		return err
	}
	var address string
	err := c.change(func(pool *host.Pool) (err error) {
		address, err = c.makePlugin(pool, p, props)
		return err
	})
	if err != nil {
		return err
	}
	if err := c.installPackages(p, f); err != nil {
		return err
	}
	c.finishPlugin(p, address)
	return nil
}

// introduce tells what will be installed.
func (c *call) introduce(p plugin) {
	c.print("Plugin: " + p.name)
	c.print("  Using RELEASE: " + p.release)
	c.print("  Post-install Artifact: " + p.artifact)
	c.print("  These pkgs will be installed:")
	for _, name := range p.packages {
		c.print("    - " + name)
	}
}

// needRelease fetches the release unless the host has it.
func (c *call) needRelease(f fetching) (err error) {
	have := false
	err = c.look(func(p *host.Pool) error { have = p.Installed(f.release); return nil })
	if err != nil || have {
		return err
	}
	c.printf("Release %s missing, will attempt to fetch it.", f.release)
	return c.fetchRelease(f)
}

// makePlugin makes the plugin's jail, starts it and returns its address.
func (c *call) makePlugin(pool *host.Pool, p plugin, props []string) (address string, err error) {
	for _, word := range props {
		if strings.Count(word, "=") != 1 {
			return "", raise("ValueError", "not enough values to unpack (expected 2, got 1)")
		}
	}
	words := append(slices.Clone(props), "type=plugin", "boot=on")
	if !slices.ContainsFunc(props, func(word string) bool { return strings.HasPrefix(word, "tag=") }) {
		words = append(words, "tag="+p.name)
	}
	j, _, err := c.makeJail(pool, making{release: p.release, uuid: pool.Host().NewRandomUUID(c.now), words: words, silent: true})
	if err != nil {
		return "", err
	}
	if j.value("ip4_addr") == "none" && j.value("ip6_addr") == "none" {
		c.print("\nAn IP address is needed to fetch a plugin!\n")
		c.print("Destroying partial plugin.")
		pool.Erase(j.Jail)
		return "", raise("RuntimeError", "")
	}
	return addressOf(j), c.startJail(j, true)
}

// addressOf is the address that a plugin tells: that of IPv4 if it has one.
func addressOf(j jail) string {
	if address := shortAddress(j.value("ip4_addr")); address != "-" {
		return address
	}
	return shortAddress(j.value("ip6_addr"))
}

// installPackages installs the packages of a plugin in its jail (ioc_create.py,
// create_install_packages).
func (c *call) installPackages(p plugin, f fetching) error {
	c.print("Testing SRV response to " + p.id)
	c.print("Testing DNSSEC response to " + p.id)
	c.print("\nInstalling pkg... ")
	c.print("Installing supplied packages:")
	for _, name := range p.packages {
		c.printf("  - %s... ", name)
		if err := c.flush(); err != nil {
			return err
		}
		if err := program.Pause(c.ctx, f.delay); err != nil {
			return fmt.Errorf("cannot install %s: %w", name, err)
		}
	}
	return nil
}

func (c *call) finishPlugin(p plugin, address string) {
	c.print("Fetching artifact... ")
	c.print("Running post_install.sh")
	if p.portal != "" {
		c.print("Admin Portal:\nhttp://" + address + p.portal)
	}
}
