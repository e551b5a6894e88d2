package server

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/server/internal/config"
)

// addConfigFlag adds the flag that names the configuration.
func addConfigFlag(fs *pflag.FlagSet) {
	fs.String("config", "", "configuration `file` (default: sysadm.conf, if it exists)")
}

// configure sets the flags that were not given, from the environment and the
// configuration, and returns the source of each value.
func (env Env) configure(fs *pflag.FlagSet) ([]config.Setting, error) {
	r := config.Reader{
		Getenv:  env.Getenv,
		Aliases: aliases,
		Own:     []string{"config", "check-config"},
		Fresh: func() *pflag.FlagSet {
			fresh := pflag.NewFlagSet("", pflag.ContinueOnError)
			new(process).addFlags(fresh)
			return fresh
		},
	}
	f := fs.Lookup("config")
	if named := env.Getenv(config.Variable(f.Name)); named != "" && !f.Changed {
		r.File = named
	} else {
		r.File = f.Value.String()
	}
	if r.File == "" {
		r.Optional = true
		r.File, _ = DefaultConfig() // without a default folder, there is no configuration
	}
	settings, err := r.Apply(fs)
	for i, s := range settings {
		if s.Name == "config" && s.Value == "" && exists(r.File) {
			settings[i].Value = r.File
		}
	}
	return settings, err
}

// aliases are the keys that the original server reads from sysadm.conf (edition
// 2016-02-22 on).
var aliases = []config.Alias{
	{Key: "PORT", Flag: "ws-addr", Value: port},
	{Key: "PORT_REST", Flag: "rest-addr", Value: port},
	{Key: "BLACKLIST_BLOCK_MINUTES", Flag: "login-block", Value: minutes},
	{Key: "BLACKLIST_AUTH_FAIL_LIMIT", Flag: "login-failures", Value: count},
	{Key: "BLACKLIST_AUTH_FAIL_RESET_MINUTES", Flag: "login-window", Value: minutes},
	{Key: "BRIDGE_CONNECTIONS_ONLY", Value: noBridge},
}

func port(value string) (string, error) {
	if n, err := strconv.ParseUint(value, 10, 16); err != nil || n == 0 {
		return "", fmt.Errorf("%q is not a port, 1 to 65535", value)
	}
	return ":" + value, nil
}

func count(value string) (string, error) {
	if n, err := strconv.ParseInt(value, 10, 32); err != nil || n < 1 {
		return "", fmt.Errorf("%q is not a number of at least 1", value)
	}
	return value, nil
}

func minutes(value string) (string, error) {
	value, err := count(value)
	return value + "m", err
}

func noBridge(value string) (string, error) {
	only, err := strconv.ParseBool(value)
	switch {
	case err != nil:
		return "", fmt.Errorf("%q is neither true nor false", value)
	case only:
		return "", errors.New("this server has no bridge and listens itself: write false, or remove the line")
	}
	return "", nil
}
