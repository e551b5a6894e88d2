package server

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/config"
)

// AddFlags adds the flags that all serving programs share, with the values of o
// as defaults. ApplyEnvironment fills in those that were not given. Each
// program has its own flags for the host and the users.
func (o *Options) AddFlags(fs *pflag.FlagSet) {
	*o = o.shown()
	fs.StringVar(&o.WSAddr, "ws-addr", o.WSAddr, "WebSocket `address`, host:port; port 0 takes a free one")
	fs.StringVar(&o.RESTAddr, "rest-addr", o.RESTAddr, "REST `address`, host:port")
	fs.StringVar(&o.TLSCert, "tls-cert", o.TLSCert, "certificate `file`; made with the key if both are missing")
	fs.StringVar(&o.TLSKey, "tls-key", o.TLSKey, "private key `file` of the certificate")
	fs.StringVar(&o.StateDir, "state-dir", o.StateDir, "`folder` of the state that outlives the server")
	fs.StringVar(&o.LogDir, "log-dir", o.LogDir, "`folder` of the logs that clients read")
	fs.Var(&named[edition.Edition]{&o.Edition, edition.Find, func(e edition.Edition) string { return e.Name }},
		"edition", "edition of the documents to serve")
	fs.Var(&named[edition.Compat]{&o.Compat, edition.FindCompat, func(c edition.Compat) string { return c.Name }},
		"compat", "documented, or reference: answer as the original server of 2016 did")
	fs.Var(&named[bool]{&o.RefuseJobs, findOff, onOrOff}, "dispatcher", "whether users with full access may run jobs: on or off")
	fs.StringSliceVar(&o.JobPrograms, "dispatcher-allow", o.JobPrograms, "`programs` that jobs may run, separated by commas (default: all)")
	o.Limits.addFlags(fs)
	o.addTokenFlags(fs)
	fs.BoolVar(&o.LimitLoopback, "limit-loopback", o.LimitLoopback, "also limit this host's own addresses, from which a proxy may connect")
	fs.TextVar(&o.LogLevel, "log-level", o.LogLevel, "lowest `level` to log: debug, info, warn or error")
	fs.Var(choice(&o.LogFormat, "log format", "text", "json"), "log-format", "format of the log: text or json")
}

// addHostFlags adds the flags for this host's users and its iocage.
func (o *Options) addHostFlags(fs *pflag.FlagSet) {
	o.addLoginFlags(fs)
	fs.StringVar(&o.Iocage, "iocage", o.Iocage, "iocage `program` (default: iocage on PATH)")
	fs.StringVar(&o.ZPoolProgram, "zpool", o.ZPoolProgram, "zpool `program` (default: zpool on PATH)")
}

// ApplyEnvironment sets every flag that was not given from the environment:
// --ws-addr from SYSADM_WS_ADDR. Empty variables count as missing.
func ApplyEnvironment(fs *pflag.FlagSet, getenv func(string) string) error {
	_, err := config.Reader{Getenv: getenv}.Apply(fs)
	return err
}

// named is a flag whose value is chosen from a list by its name.
type named[T any] struct {
	value  *T
	find   func(string) (T, error)
	nameOf func(T) string
}

// Type returns the usage text's word for the value.
func (n *named[T]) Type() string { return "name" }

// String returns the name of the current value.
func (n *named[T]) String() string { return n.nameOf(*n.value) }

// Set finds a value by its name; the error lists the known names.
func (n *named[T]) Set(name string) error {
	value, err := n.find(name)
	if err == nil {
		*n.value = value
	}
	return err
}

// choice is a named flag whose value is one of the known words.
func choice(value *string, what string, known ...string) *named[string] {
	find := func(word string) (string, error) {
		if !slices.Contains(known, word) {
			return "", fmt.Errorf("unknown %s %q: use one of %s", what, word, strings.Join(known, ", "))
		}
		return word, nil
	}
	return &named[string]{value, find, func(word string) string { return word }}
}

func findOff(name string) (off bool, err error) {
	if name != "on" && name != "off" {
		return false, fmt.Errorf("unknown %q: use one of on, off", name)
	}
	return name == "off", nil
}

func onOrOff(off bool) string {
	if off {
		return "off"
	}
	return "on"
}
