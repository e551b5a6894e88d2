package server

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// DefaultFolder is where a server keeps its certificate and users:
// /usr/local/etc/sysadm for root on FreeBSD, else the folder sysadm in the
// user's folder for configuration.
func DefaultFolder() (string, error) {
	if runtime.GOOS == "freebsd" && os.Getuid() == 0 {
		return "/usr/local/etc/sysadm", nil
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("cannot find a folder for the server's files: %v: name them with --tls-cert, --tls-key and --users", err)
	}
	return filepath.Join(folder, "sysadm"), nil
}

// DefaultStateDir is where a server keeps what must outlive it: /var/db/sysadm
// for root on FreeBSD, else the folder state in DefaultFolder.
func DefaultStateDir() (string, error) {
	if runtime.GOOS == "freebsd" && os.Getuid() == 0 {
		return "/var/db/sysadm", nil
	}
	folder, err := DefaultFolder()
	return filepath.Join(folder, "state"), err
}

// makeStateDir returns the folder to use, which exists, for nobody else's eyes.
func makeStateDir(path string) (string, error) {
	if path == "" {
		var err error
		if path, err = DefaultStateDir(); err != nil {
			return "", err
		}
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return "", fmt.Errorf("cannot make the state folder: %v: name another with --state-dir", err)
	}
	return path, nil
}

// logDir is the folder of the logs that clients read, which need not exist.
func logDir(o Options) (string, error) {
	if o.LogDir != "" {
		return o.LogDir, nil
	}
	if o.StateDir == "" && runtime.GOOS == "freebsd" && os.Getuid() == 0 {
		return "/var/log/sysadm", nil
	}
	folder, err := makeStateDir(o.StateDir)
	return filepath.Join(folder, "log"), err
}

// inFolder returns path, or the file of that name in DefaultFolder if it is
// empty.
func inFolder(path, name string) (string, error) {
	if path != "" {
		return path, nil
	}
	folder, err := DefaultFolder()
	return filepath.Join(folder, name), err
}

// findIocage chooses the program to run. It need not exist yet: each request
// looks for it.
func findIocage(program string, log *slog.Logger) iocage.Exec {
	const real, fake = "iocage", "fakeiocage"
	if program != "" {
		return iocage.Exec{Program: program}
	}
	if _, err := exec.LookPath(real); err == nil {
		return iocage.Exec{Program: real}
	}
	if runtime.GOOS == "freebsd" { // rc(8) leaves /usr/local out of PATH
		return iocage.Exec{Program: "/usr/local/sbin/iocage"}
	}
	path, err := exec.LookPath(fake)
	if self, selfErr := os.Executable(); selfErr == nil {
		if beside, besideErr := exec.LookPath(filepath.Join(filepath.Dir(self), fake)); besideErr == nil {
			path, err = beside, nil
		}
	}
	if err != nil {
		return iocage.Exec{Program: real}
	}
	log.Warn("there is no iocage here: the imitated one is used", "program", path)
	return iocage.Exec{Program: path}
}
