package commandline

import (
	"errors"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance/internal/fuzz"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// addAgainst adds the flags of a second target, which is sent the same.
func (f *fuzzFlags) addAgainst(fs *pflag.FlagSet) {
	a := &f.against
	fs.StringVar(&f.againstSim, "against-sim", "", "also send to a simulated host of this compat, and report different answers")
	fs.StringVar(&a.exec, "against-exec", "", "the same with a command as second target, as --exec")
	fs.StringVar(&a.ws, "against-ws", "", "the same with a running server as second target, as --ws")
	fs.StringVar(&a.rest, "against-rest", "", "REST port of the second target, as --rest")
	fs.StringVar(&a.user, "against-user", "", "user to log in as on the second target")
	fs.StringVar(&a.passwordFile, "against-password-file", "", "file whose first line is that user's password (default: environment SYSADM_AGAINST_PASSWORD)")
	fs.StringVar(&a.ca, "against-ca", "", "PEM file of the certificates to trust on the second target")
	fs.StringVar(&a.fingerprint, "against-fingerprint", "", "fingerprint of the second target's certificate")
	fs.BoolVar(&a.insecure, "against-insecure", false, "trust any certificate of the second target")
	fs.StringVar(&f.againstCompat, "against-compat", "", "compat that the second target claims (default: as --compat)")
}

// addSecond puts the second target into the options, if one is named.
func (f *fuzzFlags) addSecond(o *fuzz.Options, env Env) (err error) {
	named := f.against.exec+f.against.ws+f.against.rest != ""
	switch {
	case named && f.againstSim != "":
		return errors.New("cannot compare with several targets: use one of --against-sim, --against-exec and --against-ws/--against-rest")
	case f.againstSim != "":
		f.againstCompat = f.againstSim
	case !named && f.againstCompat+f.against.user+f.against.passwordFile+f.against.ca+f.against.fingerprint != "", !named && f.against.insecure:
		return errors.New("cannot compare with nothing: add --against-sim, --against-exec, --against-ws or --against-rest")
	case !named:
		return nil
	}
	o.AgainstCompat = o.Compat
	if f.againstCompat != "" {
		if o.AgainstCompat, err = edition.FindCompat(f.againstCompat); err != nil {
			return err
		}
	}
	password := env.Getenv("SYSADM_AGAINST_PASSWORD")
	env.Getenv = func(string) string { return password }
	if f.againstSim != "" {
		f.against.sim = f.sim
	}
	if o.Against, err = f.against.host(env); err == nil && f.destructive && !o.Against.Simulated() {
		err = errors.New("cannot use --destructive against a second host: what is made on the first alone is noted: leave it out, or compare with --against-sim")
	}
	return err
}
