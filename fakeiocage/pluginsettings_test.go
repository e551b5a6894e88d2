package fakeiocage_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// quassel is a host with a plugin that describes its settings: as one of FreeNAS
// of 2017 does, and in ways that the rewrite does not expect.
const quassel = `
active: tank
jails:
  - uuid: 0bf985de-ca0f-11e5-8d45-d05099728dbf
    tag: quassel
    type: plugin
    settings:
      servicerestart: service quasselcore restart
      serviceget: /usr/local/bin/quasselget
      serviceset: /usr/local/bin/quasselset
      options:
        port: {type: int, requirerestart: true}
        adduser: {type: add, requiredargs: {name: {type: "é", list: [1], none: [], some: [a], empty: "", yes: true}}}
        kept: {requirerestart: false, readonly: true}
        halfkept: {readonly: true}
        text: some
        nothing: 0
templates:
  - {name: base, tag: base, settings: {serviceget: x, options: {}}}
userland:
  /usr/local/bin/quasselget port: {stdout: "4242\n", stderr: "dropped\n", exit: 1}
  /usr/local/bin/quasselget bytes: {stdout: "4242\n"}
`

// pluginHost is that host.
func pluginHost(t *testing.T) *fakeiocage.Host {
	seed, err := fakeiocage.ParseSeed([]byte(quassel))
	require.NoError(t, err)
	h, err := fakeiocage.NewHost(seed)
	require.NoError(t, err)
	return h
}

// lastLine is the last line of a traceback, or all there is.
func lastLine(stderr string) string {
	lines := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	return lines[len(lines)-1]
}

// What a program of the plugin says, a part of the description, or Python's word
// for why not (measured, but for the wording, which is that of Python 3.6).
func TestGetPlugin(t *testing.T) {
	h := pluginHost(t)
	const cannotDecode = " object has no attribute 'decode'"
	for key, want := range map[string][2]string{ // stdout and the last line of stderr
		"port":                                     {"4242\n\n", ""},
		"options.port":                             {"4242\n\n", ""},
		"state":                                    {"up\n", ""},
		"nosuch":                                   {"\n", ""},
		"options.port.type":                        {"", "AttributeError: 'str'" + cannotDecode},
		"options.adduser.requiredargs.name":        {"{\n    \"type\": \"\\u00e9\",\n    \"list\": [\n        1\n    ],\n    \"none\": [],\n    \"some\": [\n        \"a\"\n    ],\n    \"empty\": \"\",\n    \"yes\": true\n}\n", ""},
		"options.adduser.requiredargs.name.list":   {"", "AttributeError: 'int'" + cannotDecode},
		"options.adduser.requiredargs.name.some":   {"", "AttributeError: 'str'" + cannotDecode},
		"options.adduser.requiredargs.name.none":   {"", "IndexError: list index out of range"},
		"options.adduser.requiredargs.name.empty":  {"", "IndexError: string index out of range"},
		"options.adduser.requiredargs.name.yes":    {"", "TypeError: 'bool' object is not subscriptable"},
		"options.adduser.requiredargs.name.yes.x":  {"", "TypeError: 'bool' object is not subscriptable"},
		"options.adduser.requiredargs.name.some.x": {"", "TypeError: list indices must be integers or slices, not str"},
		"serviceget.x":                             {"", "TypeError: string indices must be integers"},
		"options.nosuch.x":                         {"", `RuntimeError: Key: "options.nosuch.x" does not exist!`},
	} {
		runAs(h, rewrite, noon, []string{"start", "quassel"})
		stdout, stderr, status := runAs(h, rewrite, noon, []string{"get", "-P", key, "quassel"})
		require.Equal(t, want, [2]string{stdout, lastLine(stderr)}, key)
		require.Equal(t, want[1] != "", status == 1, key)
	}
	all, _, _ := runAs(h, rewrite, noon, []string{"get", "-Pa", "quassel"})
	require.True(t, strings.HasPrefix(all, "{\n    \"servicerestart\": \"service quasselcore restart\",\n    \"serviceget\": "), all)
}

// A setting is changed by the plugin's own program, whose output is dropped.
func TestSetPlugin(t *testing.T) {
	h := pluginHost(t)
	const output, restarted = "Command output:\n", "\n-- Restarting service --\nCommand output:\n"
	for setting, want := range map[string][2]string{
		"port=1":                 {output + restarted + "\nKey: port has been updated to 1\n", ""},
		"options.port=a=b":       {output + restarted + "\nKey: options.port has been updated to a=b\n", ""},
		"port":                   {output + restarted + "\nKey: port has been updated to \n", ""},
		"adduser=x":              {output + "\nKey: adduser has been updated to x\n", ""},
		"halfkept=1":             {output + "\nKey: halfkept has been updated to 1\n", ""},
		"nothing=1":              {output + "\nKey: nothing has been updated to 1\n", ""},
		"options=1":              {output + "\nKey: options has been updated to 1\n", ""},
		"kept=1":                 {"This key is readonly!\n", ""},
		"text=1":                 {"", "TypeError: string indices must be integers"},
		"text.x=1":               {"", "TypeError: string indices must be integers"},
		"nothing.x=1":            {"", "TypeError: 'int' object is not subscriptable"},
		"adduser.nosuch.type=1":  {"", `RuntimeError: Key: "nosuch" does not exist!`},
		"nosuch":                 {"", `RuntimeError: Key: "nosuch" does not exist!`},
		"template.x=1":           {"0bf985de-ca0f-11e5-8d45-d05099728dbf (quassel) is already a jail!\n", ""},
		"adduser.requiredargs=x": {output + "\nKey: adduser.requiredargs has been updated to x\n", ""},
	} {
		runAs(h, rewrite, noon, []string{"start", "quassel"})
		stdout, stderr, status := runAs(h, rewrite, noon, []string{"set", "-P", setting, "quassel"})
		require.Equal(t, want, [2]string{stdout, lastLine(stderr)}, setting)
		require.Equal(t, !strings.Contains(want[0], "updated"), status == 1, setting)
	}
}

// A plugin that is down is started, unless only the description is asked for.
func TestPluginThatIsDown(t *testing.T) {
	const starting = "0bf985de-ca0f-11e5-8d45-d05099728dbf (quassel) is not running, starting jail\n\nCommand output:\n"
	for line, want := range map[string]string{
		"get -P port quassel":         starting + "4242\n\n",
		"get -P options.port quassel": starting + "4242\n\n",
		"set -P adduser=1 quassel":    starting + "\nKey: adduser has been updated to 1\n",
		"set -P port=1 quassel":       starting + "\n-- Restarting service --\nCommand output:\n\nKey: port has been updated to 1\n",
	} {
		h := pluginHost(t)
		runAs(h, rewrite, noon, []string{"get", "-P", "all", "quassel"})
		require.Empty(t, describe(t, h).Jails[0].State)
		stdout, _, status := runAs(h, rewrite, noon, strings.Split(line, " "))
		require.Equal(t, want, stdout, line)
		require.Equal(t, 0, status, line)
		require.Equal(t, "up", describe(t, h).Jails[0].State, line)
	}
}

// The program does not find the folder of a template, and its settings may lack
// what it needs.
func TestPluginThatIsNone(t *testing.T) {
	h := pluginHost(t)
	for line, want := range map[string]string{
		"get -P port base (template)":   "UnboundLocalError: local variable 'uuid' referenced before assignment",
		"set -P port=1 base (template)": "KeyError: 'serviceset'",
	} {
		words := strings.SplitN(line, " ", 4)
		_, stderr, status := runAs(h, rewrite, noon, words)
		require.Equal(t, want, lastLine(stderr), line)
		require.Equal(t, 1, status)
	}
}

// Anybody may ask, but only root enters jails and starts them.
func TestPluginOfOthers(t *testing.T) {
	h := pluginHost(t)
	ask := func(key string) (stdout, stderr string) {
		var out, err bytes.Buffer
		h.Run(t.Context(), []string{"get", "-P", key, "quassel"}, fakeiocage.Env{Stdout: &out, Stderr: &err, Getenv: func(name string) string {
			return map[string]string{"FAKEIOCAGE_DIALECT": rewrite, "FAKEIOCAGE_USER": "joe"}[name]
		}})
		return out.String(), lastLine(strings.TrimSpace(err.String()))
	}
	_, stderr := ask("port")
	require.Equal(t, "RuntimeError:   jail: jail_set: Operation not permitted", stderr)
	require.Empty(t, describe(t, h).Jails[0].State)
	runAs(h, rewrite, noon, []string{"start", "quassel"})
	stdout, stderr := ask("port")
	require.Equal(t, [2]string{"\n", ""}, [2]string{stdout, stderr})
	stdout, _ = ask("options.adduser.requiredargs")
	require.True(t, strings.HasPrefix(stdout, "{\n"))
}

// The settings are kept, in their order.
func TestSettingsAreDescribed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *fakeiocage.Host) {
		seed, err := fakeiocage.ParseSeed([]byte(quassel))
		require.NoError(t, err)
		require.NoError(t, h.Reset(seed))
		described := describe(t, h)
		require.JSONEq(t, string(seed.Jails[0].Settings), string(described.Jails[0].Settings))
		require.Contains(t, string(described.Jails[0].Settings), `{"port": {"type": "int", "requirerestart": true}, "adduser": `)
		requireSame(t, described)
	})
}
