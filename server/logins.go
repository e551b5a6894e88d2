package server

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// The files in StateDir that logins need.
const (
	blocksFile = "blocks"
	keysFile   = "ssl-keys.json"
)

// The values of Options.Auth.
const (
	authFile    = "file"
	authPAM     = "pam"
	authFilePAM = "file,pam"
)

// addLoginFlags adds the flags that say which users may log in, and how.
func (o *Options) addLoginFlags(fs *pflag.FlagSet) {
	fs.StringVar(&o.Users, "users", o.Users, "users `file`, as htpasswd -B or adduser write it")
	fs.Var(choice(&o.Auth, "authentication", authFile, authPAM, authFilePAM),
		"auth", "what checks passwords: file, pam, or file,pam for either")
	fs.StringVar(&o.PAMService, "pam-service", o.PAMService, "PAM `service` that checks passwords")
	fs.Var(&named[bool]{&o.TrustLocalhost, findTrust, nameTrust},
		"trust-localhost", "without-password: let every user but root and toor in from 127.0.0.1 and ::1 unchecked")
}

// addTokenFlags adds the flags for tokens.
func (o *Options) addTokenFlags(fs *pflag.FlagSet) {
	fs.BoolVar(&o.BindTokens, "bind-tokens", o.BindTokens, "accept a token only from the address that got it")
	fs.BoolVar(&o.EndTokensAtClose, "end-tokens-at-close", o.EndTokensAtClose, "end a WebSocket connection's token with the connection")
}

// trust is the value of --trust-localhost that turns it on; nobody types it by
// accident.
const trust = "without-password"

func findTrust(words string) (bool, error) {
	if words != trust {
		return false, errors.New("to let all of this host in unchecked, say " + trust)
	}
	return true, nil
}

func nameTrust(on bool) string {
	if on {
		return trust
	}
	return ""
}

func newLogins(o Options, watch func(context.Context, auth.Event)) (*auth.Logins, error) {
	users := o.Authenticator
	if users == nil {
		accounts, err := newAccounts(o)
		if err != nil {
			return nil, err
		}
		users = accounts
	}
	keys, err := auth.OpenKeys(filepath.Join(o.StateDir, keysFile), o.Logger)
	if err != nil {
		return nil, err
	}
	if o.TrustLocalhost {
		o.Logger.Warn("users of this host need no password: --trust-localhost is on")
	}
	return auth.New(users, auth.Options{
		TokenLife:        o.TokenLife,
		MaxTokens:        o.MaxTokens,
		MaxUserTokens:    o.MaxUserTokens,
		BindTokens:       o.BindTokens,
		EndTokensAtClose: o.EndTokensAtClose,
		Failures:         o.LoginFailures,
		Window:           o.LoginWindow,
		Block:            o.LoginBlock,
		MaxAddresses:     o.MaxLoginAddresses,
		BlocksFile:       filepath.Join(o.StateDir, blocksFile),
		Keys:             keys,
		ChallengeLife:    o.ChallengeLife,
		Timeout:          o.AuthTimeout,
		Verifications:    o.verifications(),
		TrustLocalhost:   o.TrustLocalhost,
		Now:              o.Now,
		Logger:           o.Logger,
		Watch:            watch,
	}), nil
}

// pamVerifications is how many logins PAM checks at once. A check by PAM mostly
// waits, whereas a hash keeps a processor busy.
const pamVerifications = 16

// verifications returns 0 for the number of processors.
func (o Options) verifications() int {
	if o.Authenticator == nil && o.Auth != authFile {
		return pamVerifications
	}
	return 0
}

// newAccounts combines the sources of passwords and of roles. The users file
// takes precedence over the system's groups, which apply with PAM.
func newAccounts(o Options) (*auth.Accounts, error) {
	accounts := &auth.Accounts{}
	users, err := o.openUsers()
	if err != nil {
		return nil, err
	}
	accounts.Members = append(accounts.Members, users)
	if o.Auth != authPAM {
		accounts.Passwords = append(accounts.Passwords, users)
	}
	if o.Auth != authFile {
		pam := &auth.PAM{Service: o.PAMService}
		if err := pam.Open(o.TokenLife); err != nil {
			return nil, err
		}
		accounts.Passwords = append(accounts.Passwords, pam)
		accounts.Members = append(accounts.Members, auth.NewGroups(o.AuthTimeout))
		accounts.Refusal = time.Second
	}
	return accounts, nil
}

// openUsers opens the users file. It must exist if it has the passwords.
func (o Options) openUsers() (*auth.Users, error) {
	if o.Auth == authPAM {
		return auth.OpenRoles(o.Users, o.Logger)
	}
	return auth.OpenUsers(o.Users, o.Logger)
}
