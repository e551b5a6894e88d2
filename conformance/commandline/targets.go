package commandline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance/internal/target"
)

// addProfile adds the flags that take the others from a file.
func (f *reach) addProfile(fs *pflag.FlagSet) {
	fs.StringVar(&f.target, "target", "", "profile of the host to judge; other flags override it")
	addTargetsFile(fs, &f.targets)
}

func addTargetsFile(fs *pflag.FlagSet, path *string) {
	fs.StringVar(path, "targets", "", "file of the profiles (default: sysadm-conformance/targets.yaml in $XDG_CONFIG_HOME or ~/.config)")
}

// targetsFile is the file of profiles where none is named.
func targetsFile(named string, env Env) (string, error) {
	if named != "" {
		return named, nil
	}
	folder, err := userFolder(env, "XDG_CONFIG_HOME", ".config")
	if err != nil {
		return "", fmt.Errorf("%w: name the file of the targets with --targets", err)
	}
	return filepath.Join(folder, "targets.yaml"), nil
}

// userFolder is the suite's own folder where the XDG base directory specification
// has a user's files of a kind.
func userFolder(env Env, variable, under string) (string, error) {
	base := env.Getenv(variable)
	if base == "" {
		home := env.Getenv("HOME")
		if home == "" {
			return "", errors.New("cannot find the home folder: HOME is not set")
		}
		base = filepath.Join(home, under)
	}
	return filepath.Join(base, "sysadm-conformance"), nil
}

// givenFlags tells which flags the command line has.
func givenFlags(fs *pflag.FlagSet) func(string) bool {
	given := map[string]bool{}
	fs.Visit(func(flag *pflag.Flag) { given[flag.Name] = true })
	return func(name string) bool { return given[name] }
}

// readProfile sets the flags that the profile of --target gives and the command
// line does not.
func (f *reach) readProfile(ctx context.Context, given func(string) bool, env Env) error {
	if f.target == "" {
		if f.targets != "" {
			return errors.New("cannot use --targets without --target: name one of its profiles")
		}
		return nil
	}
	path, err := targetsFile(f.targets, env)
	if err != nil {
		return err
	}
	file, err := target.Load(path)
	if err != nil {
		return err
	}
	p, err := file.Find(f.target)
	if err != nil {
		return err
	}
	return f.useProfile(ctx, given, env, p)
}

// useProfile sets what the profile gives and the command line does not.
func (f *reach) useProfile(ctx context.Context, given func(string) bool, env Env, p target.Profile) error {
	if err := setFlags(f.flags, given, p.Flags()); err != nil {
		return fmt.Errorf("cannot use target %s: %w", f.target, err)
	}
	return f.readPasswords(ctx, env, p, func(name string) bool { return target.Overridden(name, given) })
}

// setFlags sets the flags that this command has and its command line does not
// override.
func setFlags(fs *pflag.FlagSet, given func(string) bool, flags []target.Flag) error {
	for _, flag := range flags {
		if target.Overridden(flag.Name, given) || fs.Lookup(flag.Name) == nil {
			continue
		}
		for _, value := range flag.Values {
			if err := fs.Set(flag.Name, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// readPasswords asks for the passwords of a profile that are not overridden.
func (f *reach) readPasswords(ctx context.Context, env Env, p target.Profile, overridden func(string) bool) error {
	for _, one := range []struct {
		flag   string
		secret target.Secret
		into   *string
	}{
		{"password-file", p.Password, &f.password},
		{"operator-password-file", p.OperatorPassword, &f.operatorPassword},
	} {
		if one.secret.Empty() || overridden(one.flag) {
			continue
		}
		var err error
		if *one.into, err = one.secret.Read(ctx, env.Getenv, f.timeout); err != nil {
			return fmt.Errorf("cannot use target %s: %w", f.target, err)
		}
	}
	return nil
}
