package server

import (
	"errors"
	"net/netip"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/time/rate"

	"github.com/sysadm-go/sysadm/server/internal/peer"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
	"github.com/sysadm-go/sysadm/server/internal/session"
)

// Limits bound what clients and commands may cost a server. Zero means the
// default, which is in the table below. A negative value is refused, or removes
// the limit where the field says so. The largest values are a million million and
// a hundred years.
type Limits struct {
	// CommandTimeout is the longest time of an iocage command, including its
	// wait for others.
	CommandTimeout time.Duration

	// MaxCommands is how many iocage commands of each kind may run at once:
	// those that change the host, those that read it, and those in jails.
	MaxCommands int

	// MaxRequests is how many requests of one WebSocket connection are answered
	// at once; further ones are not read until one is done. MaxTotalRequests is
	// the same for all connections; further ones are answered with 503. Logins
	// do not count there.
	MaxRequests, MaxTotalRequests int

	// MaxEvents is how many events may wait for a subscriber. A slower client
	// loses its connection.
	MaxEvents int

	// MaxJobs is how many jobs of rpc/dispatcher run at once, MaxWaitingJobs how
	// many wait, and MaxEndedJobs how many that have ended are listed.
	MaxJobs, MaxWaitingJobs, MaxEndedJobs int

	// MaxJobOutput is how many bytes of a job's output are kept for its event.
	// The last ones are kept.
	MaxJobOutput int

	// JobTimeout is the longest running time of a job. JobGrace is how long its
	// processes may take to end after SIGTERM; then they get SIGKILL.
	JobTimeout, JobGrace time.Duration

	// MaxConnections is how many connections each of the two ports takes, and
	// MaxAddressConnections how many of them from one address (or network of 64
	// bits, for IPv6): further ones are reset before TLS. Loopback addresses
	// have no limit unless LimitLoopback is set. A negative value is no limit.
	MaxConnections, MaxAddressConnections int

	// MaxMessage is the longest message or body in bytes, MaxAnonymousMessage
	// the longest without a login; longer ones are answered with 413. MaxHeader
	// is how many bytes the headers of HTTP may have, and MaxNesting how deep a
	// message may be nested.
	MaxMessage, MaxAnonymousMessage, MaxHeader, MaxNesting int

	// MaxUnsent is how many bytes of replies may wait for one WebSocket client;
	// beyond that no more of its requests are read. MaxTotalUnsent is the same
	// for all clients; beyond that the client with the most is dropped.
	MaxUnsent, MaxTotalUnsent int

	// AnonymousRate is how many requests in a second one connection may make
	// without a login; more wait their turn. AnonymousAddressRate is how many
	// one address (see MaxAddressConnections) may make; more are answered with
	// 429. Less than zero is any number.
	AnonymousRate, AnonymousAddressRate int

	// PingRate is how many pings and pongs a WebSocket client may send in a
	// second; one that sends more is closed with 1008.
	PingRate int

	// HeaderTimeout is how long a TLS handshake, and the headers of a request,
	// may take. MessageTimeout is how long a whole request, or a WebSocket
	// message that has begun, may take.
	HeaderTimeout, MessageTimeout time.Duration

	// LoginTimeout is after how long a connection without a login is closed.
	// Over REST it is the time between two requests, if the first came without
	// a login. A negative value is no limit.
	LoginTimeout time.Duration

	// TokenLife is how long an unused token lives.
	TokenLife time.Duration

	// MaxTokens is how many tokens are alive at once, MaxUserTokens how many of
	// one user; beyond that the one unused for longest ends.
	MaxTokens, MaxUserTokens int

	// AuthTimeout is how long the check of a login may take, including the wait
	// for its turn, and the question which groups a user is in.
	AuthTimeout time.Duration

	// AuditTimeout is how long a request waits for its line in the audit log. Then
	// the disk is taken to hang: changes are refused until it returns.
	AuditTimeout time.Duration

	// ChallengeLife is how long a test string of a login with an SSL key can be
	// answered.
	ChallengeLife time.Duration

	// IdleTimeout is after how long a connection that sends nothing is closed.
	IdleTimeout time.Duration

	// WriteTimeout is after how long a client that does not take a reply is
	// dropped.
	WriteTimeout time.Duration

	// ShutdownTimeout is how long running commands may go on when the server
	// stops. Serve returns at most 5 seconds later, or 2 seconds after JobGrace,
	// if that is longer.
	ShutdownTimeout time.Duration

	// LoginFailures in a row within LoginWindow block an address for
	// LoginBlock; loopback is never blocked. A negative value blocks nobody.
	LoginFailures           int
	LoginWindow, LoginBlock time.Duration

	// MaxLoginAddresses is how many addresses with failed logins are counted,
	// and how many are blocked at once; beyond that the oldest is forgotten.
	MaxLoginAddresses int

	// LogDays is how many days the logs for clients are kept after their own
	// day, LogDaySize the size of each on one day in bytes, and MaxLogReply how
	// many bytes of each a reply has.
	LogDays, LogDaySize, MaxLogReply int

	// SystemStateLook is the time between two looks at the host's name and
	// pools, and SystemStateEvery that between two events system-state when
	// nothing happens.
	SystemStateLook, SystemStateEvery time.Duration
}

// table lists every limit with its flag, default and usage.
func (l *Limits) table() []limitRow {
	return []limitRow{
		atMost("command-timeout", &l.CommandTimeout, 2*time.Minute, "`time` after which an iocage command is ended"),
		atMost("max-commands", &l.MaxCommands, 8, "`number` of iocage commands of each kind at once"),
		atMost("max-requests", &l.MaxRequests, 16, "`number` of requests at once on a WebSocket connection"),
		atMost("max-total-requests", &l.MaxTotalRequests, 4096, "`number` of requests at once on all connections"),
		atMost("max-events", &l.MaxEvents, 256, "`number` of events that may wait for a WebSocket client before it is dropped"),
		atMost("max-jobs", &l.MaxJobs, 8, "`number` of jobs that run at once"),
		atMost("max-waiting-jobs", &l.MaxWaitingJobs, 100, "`number` of jobs that may wait"),
		atMost("max-ended-jobs", &l.MaxEndedJobs, 100, "`number` of ended jobs that are listed"),
		atMost("max-job-output", &l.MaxJobOutput, 1<<20, "`bytes` of a job's output that are kept"),
		atMost("job-timeout", &l.JobTimeout, 24*time.Hour, "`time` after which a job is ended"),
		atMost("job-grace", &l.JobGrace, 3*time.Second, "`time` between SIGTERM and SIGKILL to a job's processes"),
		atMost("max-connections", &l.MaxConnections, 4096, "`number` of connections at once on each port"),
		atMostOrOff("max-address-connections", &l.MaxAddressConnections, 512, "`number` of connections at once from one address, on each port"),
		atMostOrOff("login-timeout", &l.LoginTimeout, 30*time.Second, "`time` after which a connection without a login is closed"),
		atMostOrOff("anonymous-rate", &l.AnonymousRate, 20, "`number` of requests a second on a connection without a login"),
		atMostOrOff("anonymous-address-rate", &l.AnonymousAddressRate, 200, "`number` of requests a second from an address without a login"),
		atMost("ping-rate", &l.PingRate, 100, "`number` of pings a second on a WebSocket connection"),
		atMost("max-message", &l.MaxMessage, 1<<20, "longest message or body in `bytes`"),
		atMost("max-anonymous-message", &l.MaxAnonymousMessage, 64<<10, "longest message or body without a login in `bytes`"),
		atMost("max-header", &l.MaxHeader, 64<<10, "longest headers of a request in `bytes`"),
		atMost("max-nesting", &l.MaxNesting, 1024, "deepest nesting of a message in `levels`"),
		atMost("max-unsent", &l.MaxUnsent, 1<<20, "most `bytes` of replies that may wait for a WebSocket client; beyond that its requests wait"),
		atMost("max-total-unsent", &l.MaxTotalUnsent, 256<<20, "most `bytes` of replies that may wait for all clients; beyond that the client with the most is dropped"),
		atMost("header-timeout", &l.HeaderTimeout, 10*time.Second, "`time` for a TLS handshake, and for the headers of a request"),
		atMost("message-timeout", &l.MessageTimeout, time.Minute, "`time` for a whole request or WebSocket message to arrive"),
		atMost("token-life", &l.TokenLife, 5*time.Minute, "`time` an unused login token lives"),
		atMost("max-tokens", &l.MaxTokens, 10_000, "`number` of login tokens alive at once"),
		atMost("max-user-tokens", &l.MaxUserTokens, 5_000, "`number` of login tokens of one user alive at once"),
		atMost("challenge-life", &l.ChallengeLife, 30*time.Second, "`time` to answer the test string of a login with an SSL key"),
		atMost("idle-timeout", &l.IdleTimeout, 10*time.Minute, "`time` after which a silent connection is closed"),
		atMost("write-timeout", &l.WriteTimeout, 20*time.Second, "`time` a client has to take a reply"),
		atMost("shutdown-timeout", &l.ShutdownTimeout, 10*time.Second, "`time` running commands have when the server stops"),
		atMost("auth-timeout", &l.AuthTimeout, 30*time.Second, "`time` for a login to be checked, waiting for its turn included"),
		atMost("audit-timeout", &l.AuditTimeout, 30*time.Second, "`time` a request waits for its line in the audit log"),
		atMostOrOff("login-failures", &l.LoginFailures, 5, "`number` of failed logins in a row that block an address"),
		atMost("login-window", &l.LoginWindow, 10*time.Minute, "`time` within which the failed logins must happen"),
		atMost("login-block", &l.LoginBlock, time.Hour, "`time` an address is blocked"),
		atMost("max-login-addresses", &l.MaxLoginAddresses, 10_000, "`number` of addresses with failed logins that are counted, and blocked, at once"),
		atMost("log-days", &l.LogDays, 30, "`number` of days that logs for clients are kept"),
		atMost("log-day-size", &l.LogDaySize, 32<<20, "most `bytes` that a log for clients may take on one day"),
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

// check refuses limits with which a server could not work.
func (l *Limits) check() error {
	var bad []error
	for _, row := range l.table() {
		bad = append(bad, row.check())
	}
	return errors.Join(bad...)
}

// ofSession returns the limits of one WebSocket connection.
func (l *Limits) ofSession() session.Limits {
	return session.Limits{
		Message:          l.MaxMessage,
		AnonymousMessage: l.anonymousMessage(),
		Arrival:          l.MessageTimeout,
		Requests:         l.MaxRequests,
		Events:           l.MaxEvents,
		Unsent:           l.MaxUnsent,
		AnonymousRate:    l.AnonymousRate,
		Pings:            l.PingRate,
		Login:            l.LoginTimeout,
		Idle:             l.IdleTimeout,
		Write:            l.WriteTimeout,
	}
}

// anonymousMessage is the longest message without a login, in bytes.
func (l *Limits) anonymousMessage() int { return min(l.MaxAnonymousMessage, l.MaxMessage) }

// bounds returns the limits of the router.
func (o *Options) bounds() rpc.Bounds {
	pace := &peer.Pace{PerSecond: o.AnonymousAddressRate, Loopback: o.LimitLoopback}
	told := &rate.Sometimes{Interval: time.Minute}
	return rpc.Bounds{
		Nesting:  o.MaxNesting,
		Requests: o.MaxTotalRequests,
		Hurries: func(from netip.Addr) bool {
			if pace.Allow(from) {
				return false
			}
			told.Do(func() {
				o.Logger.Warn("request refused; of others, no word for a minute", "reason", "too many without a login from one address", "address", from)
			})
			return true
		},
	}
}

func (l *Limits) addFlags(fs *pflag.FlagSet) {
	for _, row := range l.table() {
		row.addFlag(fs)
	}
}
