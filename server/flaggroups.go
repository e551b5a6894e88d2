package server

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A flagGroup is a group of flags of serve and its title. Help, manual and
// sample configuration are ordered by group.
type flagGroup struct{ title, flags string }

// flagGroups contains every flag of serve exactly once.
var flagGroups = []flagGroup{
	{"Configuration", "config check-config"},
	{"Addresses, files and programs", "ws-addr rest-addr tls-cert tls-key users state-dir pid-file iocage zpool"},
	{"What is served", "edition compat"},
	{"Logins", "auth pam-service trust-localhost auth-timeout challenge-life " +
		"token-life bind-tokens end-tokens-at-close max-tokens max-user-tokens " +
		"login-failures login-window login-block max-login-addresses"},
	{"Connections", "max-connections max-address-connections limit-loopback " +
		"header-timeout login-timeout idle-timeout write-timeout shutdown-timeout"},
	{"Messages", "max-message max-anonymous-message max-header max-nesting message-timeout " +
		"anonymous-rate anonymous-address-rate ping-rate max-unsent max-total-unsent max-events"},
	{"Requests and iocage commands", "max-requests max-total-requests max-commands command-timeout"},
	{"Jobs", "dispatcher dispatcher-allow max-jobs max-waiting-jobs max-ended-jobs max-job-output job-timeout job-grace"},
	{"Logs", "log-file log-level log-format audit-log audit-optional audit-timeout"},
	{"Logs and events about the host", "log-dir log-days log-day-size max-log-reply system-state-look system-state-every"},
	{"Health and metrics", "admin-addr admin-anywhere admin-profile"},
}

// of returns the group's flags from fs, in the group's order.
func (g flagGroup) of(fs *pflag.FlagSet) *pflag.FlagSet {
	found := pflag.NewFlagSet(g.title, pflag.ContinueOnError)
	found.SortFlags = false
	for name := range strings.FieldsSeq(g.flags) {
		found.AddFlag(fs.Lookup(name))
	}
	return found
}

// tellGroups prints the usage of a command that has the flags of all groups.
func tellGroups(cmd *cobra.Command) error {
	out := cmd.OutOrStderr()
	fmt.Fprintf(out, "Usage:\n  %s\n", cmd.UseLine())
	for _, g := range flagGroups {
		fmt.Fprintf(out, "\n%s:\n%s", g.title, g.of(cmd.Flags()).FlagUsages())
	}
	return nil
}
