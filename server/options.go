package server

import (
	"cmp"
	"log/slog"
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

	// Certificate is used instead of those files; nil means the files.
	Certificate *Certificate

	// Users is the users file; empty means the file users in DefaultFolder. It
	// is ignored if there is an Authenticator.
	Users string

	// Auth says what checks passwords: "file", "pam", or "file,pam" for either.
	// Empty means file. It is ignored if there is an Authenticator.
	Auth string

	// PAMService is the service of PAM; empty means auth.DefaultPAMService.
	PAMService string

	// TrustLocalhost lets every user but root and toor in without a password from
	// 127.0.0.1 and ::1, as the original server did.
	TrustLocalhost bool

	// BindTokens makes a token valid only from the address that got it.
	BindTokens bool

	// EndTokensAtClose ends a WebSocket connection's token with the connection.
	EndTokensAtClose bool

	// StateDir is the folder of the state that outlives the server; it is made
	// if it is missing. Empty means DefaultStateDir.
	StateDir string

	// LogDir is the folder of the logs that clients read; it is made if it is
	// missing. Empty means /var/log/sysadm for root on FreeBSD if StateDir is
	// empty, too, else the folder log in StateDir.
	LogDir string

	// Iocage is the iocage command, a path or a name on PATH. Empty means
	// iocage on PATH; if that is missing, the one of the ports collection on
	// FreeBSD, and fakeiocage elsewhere. It is ignored if there is a Runner.
	Iocage string

	// Runner runs iocage; nil means the command Iocage of this host.
	Runner Runner

	// JobRunner runs the commands of rpc/dispatcher; nil means the programs of
	// this host.
	JobRunner JobRunner

	// RefuseJobs turns rpc/dispatcher run off.
	RefuseJobs bool

	// JobPrograms are the programs that jobs may run, each exactly as a command
	// names it; empty means every program.
	JobPrograms []string

	// ZPool runs zpool, which reports the host's pools; nil means the command
	// ZPoolProgram of this host, a path or a name on PATH; empty means zpool.
	// Without the command the host has no pools.
	ZPool        Runner
	ZPoolProgram string

	// SystemStateAtStart sends the first event system-state before the first
	// client is let in. Otherwise it is sent SystemStateLook after the start;
	// the original server sent it after a minute.
	SystemStateAtStart bool

	// Authenticator knows the users; nil means the users file.
	Authenticator Authenticator

	// Edition is the edition served; the zero value means edition.Default.
	Edition edition.Edition

	// Compat is how the edition is read; the zero value means
	// edition.Documented.
	Compat edition.Compat

	// Limits bound what clients and commands may cost.
	Limits

	// Now is the clock for tokens, blocked addresses and the test strings of
	// keys; nil means the machine's clock.
	Now func() time.Time

	// LimitLoopback applies the limits for each address to this host's own
	// addresses, too. By default they are exempt, because a proxy there may
	// speak for everybody.
	LimitLoopback bool

	// AuditLog is the file that every change and every login is appended to;
	// empty means none. A change that cannot be written there is not made,
	// unless AuditOptional is true.
	AuditLog      string
	AuditOptional bool

	// AdminAddr is the address of health checks and metrics, which need no
	// login; empty means none. It must be an address of this host alone, unless
	// AdminAnywhere is true. AdminProfile offers net/http/pprof there.
	AdminAddr                   string
	AdminAnywhere, AdminProfile bool

	// LogLevel and LogFormat ("text" or "json"; empty means text) are for the
	// log on standard error that is used if Logger is nil.
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

// Runner runs a command, such as iocage: a program of this host, or a simulated
// one.
type Runner = iocage.Runner

// Output is what one run of a command printed.
type Output = iocage.Output

// Authenticator knows users and their passwords.
type Authenticator = auth.Authenticator

// Identity is the user that an Authenticator has found, with roles.
type Identity = auth.Identity

// Account is a user of FixedAccounts.
type Account = auth.Account

// FixedAccounts is an Authenticator of accounts with passwords in clear, for
// simulated hosts.
func FixedAccounts(accounts ...Account) Authenticator { return auth.Fixed(accounts) }

// withDefaults fills in zero values; files and programs are found later.
func (o Options) withDefaults() Options {
	o = o.shown()
	if o.Logger == nil {
		o.Logger = o.DefaultLogger()
	}
	return o
}

// shown fills in every value that a flag shows as its default.
func (o Options) shown() Options {
	o.WSAddr = cmp.Or(o.WSAddr, DefaultWSAddr)
	o.RESTAddr = cmp.Or(o.RESTAddr, DefaultRESTAddr)
	o.LogFormat = cmp.Or(o.LogFormat, "text")
	o.Auth = cmp.Or(o.Auth, authFile)
	o.PAMService = cmp.Or(o.PAMService, auth.DefaultPAMService)
	o.Limits.withDefaults()
	if o.Edition.Name == "" {
		o.Edition = edition.Default
	}
	if o.Compat.Name == "" {
		o.Compat = edition.Documented
	}
	return o
}
