// Package target reads the file in which users describe the hosts that they
// judge: address, users, trusted certificate, and what may be changed.
package target

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/configfile"
)

// A Profile describes one host. Paths are those of the flags of the same names;
// relative ones begin at the folder of the file.
type Profile struct {
	WS   string `yaml:"ws" json:"ws,omitempty"`
	REST string `yaml:"rest" json:"rest,omitempty"`

	// Exec is the command of a host that is started for the run.
	Exec string `yaml:"exec" json:"exec,omitempty"`

	User             string `yaml:"user" json:"user,omitempty"`
	Password         Secret `yaml:"password" json:"-"`
	Operator         string `yaml:"operator" json:"operator,omitempty"`
	OperatorPassword Secret `yaml:"operator_password" json:"-"`

	CA          string `yaml:"ca" json:"ca,omitempty"`
	Fingerprint string `yaml:"fingerprint" json:"fingerprint,omitempty"`
	Insecure    bool   `yaml:"insecure" json:"insecure,omitempty"`

	Editions []string `yaml:"editions" json:"editions,omitempty"`
	Compat   string   `yaml:"compat" json:"compat,omitempty"`
	Skip     []string `yaml:"skip" json:"skip,omitempty"`

	// Known is a list of known failures.
	Known string `yaml:"known" json:"known,omitempty"`

	// Jobs is whether checks may run jobs by rpc/dispatcher; unset is yes.
	Jobs *bool `yaml:"jobs" json:"jobs,omitempty"`

	// Touch is what --destructive allows; what it does not name is left alone.
	Touch Touch `yaml:"touch" json:"touch"`
}

// Touch is what checks may change on a host, if they are allowed to change it.
type Touch struct {
	// NewJails allows jails of the suite's own, of a release: empty is that of a
	// jail which is there.
	NewJails bool   `yaml:"new_jails" json:"new_jails"`
	Release  string `yaml:"release" json:"release,omitempty"`

	// Jail and Pool may be borrowed.
	Jail string `yaml:"jail" json:"jail,omitempty"`
	Pool string `yaml:"pool" json:"pool,omitempty"`
}

// A File is all profiles, by name.
type File struct {
	Targets map[string]Profile `yaml:"targets"`

	path    string
	private bool // nobody but its owner may read it
}

// Load reads a file of profiles.
func Load(path string) (File, error) {
	f := File{path: path}
	if err := configfile.Read(path, &f); err != nil {
		return f, fmt.Errorf("cannot read the targets: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return f, fmt.Errorf("cannot read the targets: %w", err)
	}
	f.private = info.Mode().Perm()&0o077 == 0
	if len(f.Targets) == 0 {
		return f, fmt.Errorf("cannot read the targets: %s names none: write them under targets:", path)
	}
	for _, name := range f.Names() {
		if err := f.check(f.Targets[name]); err != nil {
			return f, fmt.Errorf("cannot read the targets: %s: %s: %w", path, name, err)
		}
	}
	return f, nil
}

// Names are those of the profiles, in order.
func (f File) Names() []string { return slices.Sorted(maps.Keys(f.Targets)) }

// Matching are the names that any of the globs matches, in order: all if there is
// no glob. A glob that matches nothing is an error.
func (f File) Matching(globs []string) ([]string, error) {
	if len(globs) == 0 {
		return f.Names(), nil
	}
	matched := map[string]bool{}
	for _, glob := range globs {
		names := slices.DeleteFunc(f.Names(), func(name string) bool { ok, _ := path.Match(glob, name); return !ok })
		if len(names) == 0 {
			return nil, fmt.Errorf("cannot find a target for %q in %s: see sysadm-conformance targets", glob, f.path)
		}
		for _, name := range names {
			matched[name] = true
		}
	}
	return slices.Sorted(maps.Keys(matched)), nil
}

// Find returns the profile of a name, with the paths made whole.
func (f File) Find(name string) (Profile, error) {
	p, ok := f.Targets[name]
	if !ok {
		return p, fmt.Errorf("cannot find target %q in %s: it has %s", name, f.path, strings.Join(f.Names(), ", "))
	}
	for _, path := range []*string{&p.CA, &p.Known, &p.Password.File, &p.OperatorPassword.File} {
		*path = f.whole(*path)
	}
	return p, nil
}

// whole makes a path one from the working directory.
func (f File) whole(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(f.path), path)
}

// check says what is wrong with a profile. What its flags find is left to them.
func (f File) check(p Profile) error {
	switch {
	case p.WS == "" && p.REST == "" && p.Exec == "":
		return errors.New("say where the host is: ws, rest or exec")
	case p.Touch.Release != "" && !p.Touch.NewJails:
		return errors.New("a release is of no use without new_jails: true")
	case f.private:
		return nil
	case p.Password.value != "" || p.OperatorPassword.value != "":
		return fmt.Errorf("others may read the file, and so the password in it: chmod 600 %s, or name a file, env or command", f.path)
	}
	return nil
}
