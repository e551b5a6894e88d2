package python

import (
	"errors"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// check finds the active pool and makes the datasets that are missing, unless a
// word says to skip it. Before clean it does so without a word (main.py;
// ioc_check.py).
func (c *call) check() error {
	skip := false
	for _, word := range c.words {
		switch {
		case slices.Contains([]string{"--help", "activate", "deactivate", "-v", "--version"}, word):
			skip = true
		case strings.Contains(word, "clean"):
			skip = true
			if err := c.prepare(true); err != nil {
				return err
			}
		}
	}
	if skip {
		return nil
	}
	return c.prepare(false)
}

// prepare finds the active pool and makes its missing datasets. It changes the
// host only if there is something to do.
func (c *call) prepare(silent bool) error {
	failed := c.store.View(c.ctx, func(h *host.Host) error {
		if p, _ := marked(h); p == nil || len(missing(p)) > 0 {
			return errUnprepared
		}
		return nil
	})
	if !errors.Is(failed, errUnprepared) {
		return failed
	}
	return c.changeHost(func(h *host.Host) error {
		p, err := c.pool(h, silent)
		if err != nil {
			return caught(err)
		}
		return c.makeDatasets(p, silent)
	})
}

// caught ends the run as main.py does, which catches a refusal and prints its
// message alone.
func caught(err error) error {
	if message, refused := refusal(err); refused {
		return exit(1, message+"\n")
	}
	return err
}

// makeDatasets makes the datasets that are missing.
func (c *call) makeDatasets(p *host.Pool, silent bool) error {
	for _, d := range missing(p) {
		if !c.env.Root() {
			return exit(1, "Run as root to create missing datasets!\n")
		}
		if !silent {
			c.printf("Creating %s/%s", p.Name, d)
		}
		p.Make(d, p.Host().Begin(c.now))
	}
	return nil
}

// missing returns the datasets of the program that the pool does not have.
func missing(p *host.Pool) []string {
	return slices.DeleteFunc(slices.Clone(host.PythonLayout), p.Has)
}

// activeMark is the comment of the active pool. The program reads it, and then
// keeps the mark in a property of its own (org.freebsd.ioc:active); an imitated
// pool has one mark for all programs.
const activeMark = "iocage"

func unmark(p *host.Pool) {
	if p.Comment == activeMark {
		p.Comment = "-"
	}
}

// marked returns the one active pool, or nil, and how many there are.
func marked(h *host.Host) (p *host.Pool, n int) {
	for _, each := range h.Pools {
		if each.Comment == activeMark {
			p = each
			n++
		}
	}
	if n > 1 {
		p = nil
	}
	return p, n
}

// mustActivate reports whether pool would change the host.
func (c *call) mustActivate(h *host.Host) bool {
	_, n := marked(h)
	return n == 0 && len(h.Pools) > 0 && c.env.Root()
}

// pool returns the active pool. If none is active, root activates the first one
// (ioc_json.py, json_get_value).
func (c *call) pool(h *host.Host, silent bool) (*host.Pool, error) {
	p, n := marked(h)
	switch {
	case p != nil:
		return p, nil
	case n > 1:
		return nil, c.manyPools(h, n, silent)
	case c.says("activate"):
		return nil, raise("libzfs.ZFSException", "Dataset None/iocage not found")
	case len(h.Pools) == 0:
		return nil, refuse("No zpools found! Please create one before using iocage.")
	case !c.env.Root():
		return nil, refuse("Run as root to automatically activate the first zpool!")
	}
	return c.activateFirst(h, silent)
}

// manyPools is the refusal to choose between active pools.
func (c *call) manyPools(h *host.Host, n int, silent bool) error {
	if !silent {
		c.print("Pools:")
		for _, p := range h.Pools {
			c.print("  " + p.Name)
		}
	}
	return refusef("You have %d pools marked active for iocage usage.\n Run \"iocage activate ZPOOL\" on the preferred pool.\n", n)
}

func (c *call) activateFirst(h *host.Host, silent bool) (*host.Pool, error) {
	p := h.Pools[0]
	if p.Name == "freenas-boot" {
		if len(h.Pools) == 1 {
			return nil, refuse("Please specify a pool to activate with iocage activate POOL")
		}
		p = h.Pools[1]
	}
	if !silent {
		c.printf("Setting up zpool [%s] for iocage usage\n If you wish to change please use \"iocage activate\"", p.Name)
	}
	p.Comment = activeMark
	return p, nil
}

// onPool runs fn on the active pool.
func (c *call) onPool(h *host.Host, fn func(*host.Pool) error) error {
	p, err := c.pool(h, false)
	if err != nil {
		return err
	}
	return fn(p)
}
