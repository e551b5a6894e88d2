package server

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// installed reports whether the system's folders are the server's: it runs as
// root on FreeBSD.
func installed() bool { return runtime.GOOS == "freebsd" && os.Getuid() == 0 }

// DefaultFolder is where a server keeps its certificate and users:
// /usr/local/etc/sysadm for root on FreeBSD, else the folder sysadm in the
// user's folder for configuration.
func DefaultFolder() (string, error) {
	if installed() {
		return "/usr/local/etc/sysadm", nil
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("cannot find a folder for the server's files: %v: name them with --tls-cert, --tls-key, --users and --state-dir", err)
	}
	return filepath.Join(folder, "sysadm"), nil
}

// DefaultStateDir is where a server keeps the state that outlives it:
// /var/db/sysadm for root on FreeBSD, else the folder state in DefaultFolder.
func DefaultStateDir() (string, error) {
	if installed() {
		return "/var/db/sysadm", nil
	}
	folder, err := DefaultFolder()
	return filepath.Join(folder, "state"), err
}

// makeStateDir makes the folder, for its owner only, if it is missing.
func makeStateDir(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("cannot make the state folder: %v: name another with --state-dir", err)
	}
	return nil
}

// findFiles fills in the empty names of files and folders.
func (o Options) findFiles() (Options, error) {
	if o.StateDir == "" && o.LogDir == "" && installed() {
		o.LogDir = "/var/log/sysadm"
	}
	var stateErr, certErr, keyErr, usersErr error
	if o.StateDir == "" {
		o.StateDir, stateErr = DefaultStateDir()
	}
	if o.LogDir == "" {
		o.LogDir = filepath.Join(o.StateDir, "log")
	}
	o.TLSCert, certErr = inFolder(o.TLSCert, "tls.crt")
	o.TLSKey, keyErr = inFolder(o.TLSKey, "tls.key")
	if o.Authenticator == nil {
		o.Users, usersErr = inFolder(o.Users, "users")
	}
	return o, cmp.Or(stateErr, certErr, keyErr, usersErr) // they all have the same reason
}

// inFolder returns path, or the file name in DefaultFolder if path is empty.
func inFolder(path, name string) (string, error) {
	if path != "" {
		return path, nil
	}
	folder, err := DefaultFolder()
	return filepath.Join(folder, name), err
}

// DefaultConfig is the configuration that is read if it exists and no other is
// named: /usr/local/etc/sysadm.conf for root on FreeBSD, as in the original,
// else the file sysadm.conf in DefaultFolder.
func DefaultConfig() (string, error) {
	if installed() {
		return "/usr/local/etc/sysadm.conf", nil
	}
	return inFolder("", "sysadm.conf")
}

// findIocage chooses the program to run. The program need not exist yet,
// because each request looks it up.
func findIocage(o Options) iocage.Exec {
	program := o.Iocage
	if program == "" {
		program = defaultIocage(o.Logger)
	}
	return iocage.Exec{Program: program, Dialect: o.Edition.Dialect}
}

// defaultIocage returns the path or name of the iocage to run if none is named.
func defaultIocage(log *slog.Logger) string {
	const real, fake = "iocage", "fakeiocage"
	if _, err := exec.LookPath(real); err == nil {
		return real
	}
	if runtime.GOOS == "freebsd" { // rc(8) leaves /usr/local out of PATH
		return "/usr/local/sbin/iocage"
	}
	path, err := exec.LookPath(fake)
	if self, selfErr := os.Executable(); selfErr == nil {
		if beside, besideErr := exec.LookPath(filepath.Join(filepath.Dir(self), fake)); besideErr == nil {
			path, err = beside, nil
		}
	}
	if err != nil {
		return real
	}
	log.Warn("there is no iocage here: the imitated one is used", "program", path)
	return path
}
