package commandline

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// host chooses the target.
func (f *flags) host(env Env) (conformance.Host, error) {
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
func (f *flags) simulated() bool { return f.ws == "" && f.rest == "" && f.exec == "" }

// checkHost refuses two kinds of target at once, and an option that its target
// would ignore.
func (f *flags) checkHost() error {
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
	case f.destructive && !f.simulated() && f.noNewJails && f.jail == "" && f.pool == "":
		return errors.New("cannot use --destructive where nothing may be changed: allow new jails, or add --jail or --pool")
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
