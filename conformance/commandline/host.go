package commandline

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
)

// reach are the flags that say where the host is, who logs in, and how long is waited
// for it.
type reach struct {
	ws, rest     string
	exec, sim    string
	user         string
	passwordFile string
	operator     string
	operatorFile string
	ca           string
	fingerprint  string
	insecure     bool
	timeout      time.Duration
	checkTimeout time.Duration

	target, targets            string   // a profile, which the others override, and its file
	password, operatorPassword string   // of the profile
	secrets                    []string // what must not be shown of all that

	flags *pflag.FlagSet // all of the command's
}

// addHost adds them but for the limits.
func (f *reach) addHost(fs *pflag.FlagSet) {
	f.flags = fs
	f.addProfile(fs)
	fs.StringVar(&f.ws, "ws", "", "address of the WebSocket port to judge, as wss://host:port")
	fs.StringVar(&f.rest, "rest", "", "address of the REST port to judge, as https://host:port")
	fs.StringVar(&f.exec, "exec", "", "command to start and judge: it prints a ready line and ends on SIGTERM; split at blanks and quotes, no shell")
	fs.StringVar(&f.sim, "sim", "", "the program sysadm-sim (default: beside this program, then on PATH)")
	fs.StringVar(&f.user, "user", "", "user to log in as, if the ready line names none")
	fs.StringVar(&f.passwordFile, "password-file", "", "file whose first line is the password (default: environment SYSADM_PASSWORD)")
	fs.StringVar(&f.operator, "operator", "", "second user, who may not run commands, for checks of rights (default: they are skipped)")
	fs.StringVar(&f.operatorFile, "operator-password-file", "", "file whose first line is the operator's password (default: environment SYSADM_OPERATOR_PASSWORD)")
	fs.StringVar(&f.ca, "ca", "", "PEM file of the certificates to trust")
	fs.StringVar(&f.fingerprint, "fingerprint", "", "SHA-256 fingerprint of the server's certificate, colons optional")
	fs.BoolVar(&f.insecure, "insecure", false, "trust any certificate")
}

func (f *reach) addTimeouts(fs *pflag.FlagSet) {
	fs.DurationVar(&f.timeout, "timeout", 30*time.Second, "limit of each wait for the server")
	fs.DurationVar(&f.checkTimeout, "check-timeout", 0, "limit of a whole check (default four times --timeout)")
}

// host chooses the target.
func (f *reach) host(env Env) (conformance.Host, error) {
	if err := f.checkHost(); err != nil {
		return nil, err
	}
	if f.simulated() {
		return &conformance.Simulator{Path: f.sim}, nil
	}
	password, err := passwordIn(f.passwordFile, cmp.Or(f.password, env.Getenv("SYSADM_PASSWORD")))
	if err != nil {
		return nil, err
	}
	operatorPassword, err := passwordIn(f.operatorFile, cmp.Or(f.operatorPassword, env.Getenv("SYSADM_OPERATOR_PASSWORD")))
	if err != nil {
		return nil, err
	}
	f.secrets = []string{password, operatorPassword}
	if f.exec != "" {
		words, err := splitCommand(f.exec)
		return &conformance.Command{
			Words: words, User: f.user, Password: password, Operator: f.operator, OperatorPassword: operatorPassword,
		}, err
	}
	return &conformance.Address{Endpoint: conformance.Endpoint{
		WS: f.ws, REST: f.rest, CAFile: f.ca, Fingerprint: f.fingerprint, Insecure: f.insecure,
		User: f.user, Password: password, Operator: f.operator, OperatorPassword: operatorPassword,
	}}, nil
}

// simulated says that no other target is named than a simulated host.
func (f *reach) simulated() bool { return f.ws == "" && f.rest == "" && f.exec == "" }

// checkHost refuses two kinds of target at once, and an option that its target
// would ignore.
func (f *reach) checkHost() error {
	addresses := f.ws != "" || f.rest != ""
	switch {
	case addresses && f.exec != "", addresses && f.sim != "", f.exec != "" && f.sim != "":
		return errors.New("cannot judge several targets: use one of --ws/--rest, --exec and --sim")
	case !addresses && (f.ca != "" || f.fingerprint != "" || f.insecure):
		return errors.New("cannot use --ca, --fingerprint or --insecure without --ws or --rest")
	case f.insecure && (f.ca != "" || f.fingerprint != ""):
		return errors.New("cannot use --insecure together with --ca or --fingerprint")
	case f.simulated() && f.user+f.passwordFile+f.operator+f.operatorFile != "":
		return errors.New("cannot use --user, --operator or a password with the simulated host: it makes its own users")
	}
	return f.checkAddresses()
}

// passwordIn is the first line of a file, or the environment's where there is
// none.
func passwordIn(file, environment string) (string, error) {
	if file == "" {
		return environment, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("cannot read the password: %v", err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return "", fmt.Errorf("cannot use the password: the first line of %s is empty", file)
	}
	return line, nil
}
