package server

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"
)

// Limits bound what clients and commands may cost a server. Zero means the
// default, which stands in the table below; less than zero is refused, or
// takes a limit away where its field says so.
type Limits struct {
	// CommandTimeout ends an iocage command; waiting for others counts.
	CommandTimeout time.Duration

	// MaxCommands is how many iocage commands of each kind may run at once:
	// those that change the host, those that read it, and those in jails.
	MaxCommands int

	// MaxRequests is how many requests of one WebSocket connection are answered
	// at once.
	MaxRequests int

	// MaxEvents is how many events may wait for a client that has subscribed to
	// them; one that takes them slower loses its connection.
	MaxEvents int

	// MaxConnections is how many connections each of the two ports takes, and
	// MaxAddressConnections how many of them from one address (or network of 64
	// bits, for IPv6): further ones are reset before TLS. Loopback addresses may
	// have any number unless LimitLoopback says otherwise; less than zero is any
	// number for every address.
	MaxConnections, MaxAddressConnections int

	// MaxMessage is the longest message or body in bytes.
	MaxMessage int

	// TokenLife is how long an unused token lives.
	TokenLife time.Duration

	// MaxTokens is how many tokens are alive at once, MaxUserTokens how many of
	// one user; beyond that the one unused for longest ends.
	MaxTokens, MaxUserTokens int

	// ChallengeLife is how long a test string of a login with an SSL key can be
	// answered.
	ChallengeLife time.Duration

	// IdleTimeout closes a connection that sends nothing.
	IdleTimeout time.Duration

	// WriteTimeout drops a client that does not take a reply.
	WriteTimeout time.Duration

	// ShutdownTimeout is how long running commands may go on when the server
	// stops. Serve returns at most 5 seconds later.
	ShutdownTimeout time.Duration

	// LoginFailures in a row within LoginWindow block an address for
	// LoginBlock; loopback is never blocked. Less than zero blocks nobody.
	LoginFailures           int
	LoginWindow, LoginBlock time.Duration

	// MaxLoginAddresses is how many addresses with failed logins are counted,
	// and how many are blocked at once; beyond that the oldest is forgotten.
	MaxLoginAddresses int

	// LogDays is how long the logs that clients read are kept beyond their own
	// day, LogDaySize what each of them takes a day, and MaxLogReply how much of
	// each a reply holds, in bytes.
	LogDays, LogDaySize, MaxLogReply int

	// SystemStateLook is the time between two looks at the host's name and
	// pools, and SystemStateEvery that between two events system-state when
	// nothing happens.
	SystemStateLook, SystemStateEvery time.Duration
}

// table lists every limit with its flag, its default and what the flag says.
func (l *Limits) table() []limitRow {
	return []limitRow{
		atMost("command-timeout", &l.CommandTimeout, 2*time.Minute, "`time` after which an iocage command is ended"),
		atMost("max-commands", &l.MaxCommands, 8, "`number` of iocage commands of each kind at once"),
		atMost("max-requests", &l.MaxRequests, 16, "`number` of requests at once on a WebSocket connection"),
		atMost("max-events", &l.MaxEvents, 256, "`number` of events that may wait for a WebSocket client before it is dropped"),
		atMost("max-connections", &l.MaxConnections, 4096, "`number` of connections at once on each port"),
		atMostOrOff("max-address-connections", &l.MaxAddressConnections, 512, "`number` of them from one address"),
		atMost("max-message", &l.MaxMessage, 1<<20, "longest message or body in `bytes`"),
		atMost("token-life", &l.TokenLife, 5*time.Minute, "`time` an unused login token lives"),
		atMost("max-tokens", &l.MaxTokens, 10_000, "`number` of login tokens alive at once"),
		atMost("max-user-tokens", &l.MaxUserTokens, 100, "`number` of them of one user"),
		atMost("challenge-life", &l.ChallengeLife, 30*time.Second, "`time` to answer the test string of a login with an SSL key"),
		atMost("idle-timeout", &l.IdleTimeout, 10*time.Minute, "`time` after which a silent connection is closed"),
		atMost("write-timeout", &l.WriteTimeout, 20*time.Second, "`time` a client has to take a reply"),
		atMost("shutdown-timeout", &l.ShutdownTimeout, 10*time.Second, "`time` running commands have when the server stops"),
		atMostOrOff("login-failures", &l.LoginFailures, 5, "`number` of failed logins that block an address"),
		atMost("login-window", &l.LoginWindow, 10*time.Minute, "`time` within which they must happen"),
		atMost("login-block", &l.LoginBlock, time.Hour, "`time` an address is blocked"),
		atMost("max-login-addresses", &l.MaxLoginAddresses, 10_000, "`number` of addresses with failed logins that are counted, and blocked, at once"),
		atMost("log-days", &l.LogDays, 30, "`number` of days that logs for clients are kept"),
		atMost("log-day-size", &l.LogDaySize, 32<<20, "most `bytes` that a log for clients takes on one day"),
		atMost("system-state-look", &l.SystemStateLook, time.Minute, "`time` between two looks at the host's name and pools"),
		atMost("system-state-every", &l.SystemStateEvery, 15*time.Minute, "`time` between two system-state events when nothing happens"),
		atMost("max-log-reply", &l.MaxLogReply, 1<<20, "most `bytes` of a log for clients in one reply"),
	}
}

func (l *Limits) withDefaults() {
	for _, row := range l.table() {
		row.fill()
	}
}

// check refuses limits that nothing could live with.
func (l *Limits) check() error {
	for _, row := range l.table() {
		if row.belowZero() && !row.canBeOff {
			return fmt.Errorf("cannot use --%s below zero", row.name)
		}
	}
	return nil
}

func (l *Limits) addFlags(fs *pflag.FlagSet) {
	for _, row := range l.table() {
		row.addFlag(fs)
	}
}

// A limitRow is one row of the table, whatever the type of its value.
type limitRow struct {
	name      string
	canBeOff  bool // below zero means without limit
	fill      func()
	belowZero func() bool
	addFlag   func(*pflag.FlagSet)
}

// atMost is a limit that always holds.
func atMost[T int | time.Duration](name string, value *T, otherwise T, usage string) limitRow {
	return limitRow{
		name:      name,
		fill:      func() { orDefault(value, otherwise) },
		belowZero: func() bool { return *value < 0 },
		addFlag:   func(fs *pflag.FlagSet) { addVar(fs, value, name, usage) },
	}
}

// atMostOrOff is a limit that a value below zero takes away.
func atMostOrOff[T int | time.Duration](name string, value *T, otherwise T, usage string) limitRow {
	row := atMost(name, value, otherwise, usage+"; negative: none")
	row.canBeOff = true
	return row
}

func addVar(fs *pflag.FlagSet, value any, name, usage string) {
	switch value := value.(type) {
	case *time.Duration:
		fs.DurationVar(value, name, *value, usage)
	case *int:
		fs.IntVar(value, name, *value, usage)
	}
}
