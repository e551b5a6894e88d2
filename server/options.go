package server

import (
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// Options configure a server. The zero value serves this host's iocage on the
// documented ports.
type Options struct {
	// WSAddr and RESTAddr are the addresses to listen on, host:port; port 0
	// takes a free one. Empty means DefaultWSAddr and DefaultRESTAddr.
	WSAddr, RESTAddr string

	// TLSCert and TLSKey are PEM files. If neither exists, a self-signed pair
	// is made there. Empty means tls.crt and tls.key in DefaultFolder.
	TLSCert, TLSKey string

	// Users is the users file; empty means the file users in DefaultFolder. It
	// is not read if there is an Authenticator.
	Users string

	// StateDir is the folder of what must outlive the server; it is made if it
	// is missing. Empty means DefaultStateDir.
	StateDir string

	// Iocage is the iocage command, a path or a name on PATH; empty means
	// iocage; where there is none, that of the ports collection on FreeBSD, and
	// fakeiocage elsewhere. It is not looked for if there is a Runner.
	Iocage string

	// Runner runs iocage; nil means the command Iocage of this host.
	Runner Runner

	// Authenticator knows the users; nil means the users file.
	Authenticator Authenticator

	// Edition is the edition served; the zero value means edition.Default.
	Edition edition.Edition

	// Compat is how it is read; the zero value means edition.Documented.
	Compat edition.Compat

	// CommandTimeout ends an iocage command; zero means two minutes.
	CommandTimeout time.Duration

	// MaxCommands is how many iocage commands may run at once; zero means 8.
	MaxCommands int

	// MaxRequests is how many requests of one WebSocket connection are answered
	// at once; zero means 16.
	MaxRequests int

	// MaxEvents is how many events may wait for a client that has subscribed to
	// them; one that takes them slower loses its connection. Zero means 256.
	MaxEvents int

	// MaxConnections is how many connections each of the two ports takes; more
	// wait until one ends. Zero means 4096.
	MaxConnections int

	// MaxMessage is the longest message or body in bytes; zero means 1 MiB.
	// Before a login no more than 64 KiB are taken.
	MaxMessage int64

	// TokenLife is how long an unused token lives; zero means 300 seconds.
	TokenLife time.Duration

	// IdleTimeout closes a connection that sends nothing; zero means 600
	// seconds.
	IdleTimeout time.Duration

	// WriteTimeout drops a client that does not take a reply; zero means 20
	// seconds.
	WriteTimeout time.Duration

	// ShutdownTimeout is how long running commands may go on when the server
	// stops; zero means 10 seconds. Serve returns at most 5 seconds later.
	ShutdownTimeout time.Duration

	// LoginFailures in a row within LoginWindow block an address for
	// LoginBlock; loopback is never blocked. Zero means 5, 10 minutes and 60
	// minutes; a negative LoginFailures blocks nobody.
	LoginFailures           int
	LoginWindow, LoginBlock time.Duration

	// LogLevel and LogFormat ("text" or "json"; empty means text) are those of
	// the log on standard error that is kept if Logger is nil.
	LogLevel  slog.Level
	LogFormat string

	// Logger keeps the log.
	Logger *slog.Logger
}

// The documented ports, on all addresses.
const (
	DefaultWSAddr   = ":12150"
	DefaultRESTAddr = ":12151"
)

// Runner runs the iocage command: a program of this host, or a simulated one.
type Runner = iocage.Runner

// Output is what one run of the iocage command printed.
type Output = iocage.Output

// Authenticator knows users and their passwords.
type Authenticator = auth.Authenticator

// Identity is who an Authenticator found somebody to be.
type Identity = auth.Identity

// Account is a user of FixedAccounts.
type Account = auth.Account

// FixedAccounts is an Authenticator of accounts with passwords in clear, for
// simulated hosts.
func FixedAccounts(accounts ...Account) Authenticator { return auth.Fixed(accounts) }

// withDefaults fills in what is zero; files and programs are found later.
func (o Options) withDefaults() Options {
	o = o.withLimits()
	if o.Logger == nil {
		o.Logger = o.loggerTo(os.Stderr)
	}
	return o
}

// withLimits fills in everything that a flag shows as its default.
func (o Options) withLimits() Options {
	orDefault(&o.WSAddr, DefaultWSAddr)
	orDefault(&o.RESTAddr, DefaultRESTAddr)
	orDefault(&o.CommandTimeout, iocage.DefaultTimeout)
	orDefault(&o.MaxCommands, 8)
	orDefault(&o.MaxRequests, 16)
	orDefault(&o.MaxEvents, 256)
	orDefault(&o.MaxConnections, 4096)
	orDefault(&o.MaxMessage, 1<<20)
	orDefault(&o.TokenLife, 300*time.Second)
	orDefault(&o.IdleTimeout, 600*time.Second)
	orDefault(&o.WriteTimeout, 20*time.Second)
	orDefault(&o.ShutdownTimeout, 10*time.Second)
	orDefault(&o.LoginFailures, 5)
	orDefault(&o.LoginWindow, 10*time.Minute)
	orDefault(&o.LoginBlock, time.Hour)
	orDefault(&o.LogFormat, "text")
	if o.Edition.Name == "" {
		o.Edition = edition.Default
	}
	if o.Compat.Name == "" {
		o.Compat = edition.Documented
	}
	return o
}

// check refuses limits that nothing could live with.
func (o Options) check() error {
	limits := map[string]int64{
		"command-timeout": int64(o.CommandTimeout), "max-commands": int64(o.MaxCommands),
		"max-requests": int64(o.MaxRequests), "max-connections": int64(o.MaxConnections),
		"max-events":  int64(o.MaxEvents),
		"max-message": o.MaxMessage, "token-life": int64(o.TokenLife),
		"idle-timeout": int64(o.IdleTimeout), "write-timeout": int64(o.WriteTimeout),
		"shutdown-timeout": int64(o.ShutdownTimeout), "login-window": int64(o.LoginWindow),
		"login-block": int64(o.LoginBlock),
	}
	for _, name := range slices.Sorted(maps.Keys(limits)) {
		if limits[name] < 0 {
			return fmt.Errorf("cannot use --%s below zero", name)
		}
	}
	return nil
}

func orDefault[T comparable](value *T, otherwise T) {
	var zero T
	if *value == zero {
		*value = otherwise
	}
}
