package server

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"github.com/sysadm-go/sysadm/server/internal/admin"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/config"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/job"
)

// tellSettings prints every value and its source, and returns an error if a
// server could not serve with them. It changes nothing.
func (p *process) tellSettings() error {
	p.Logger = slog.New(slog.DiscardHandler)
	found, err := p.findFiles()
	if err != nil {
		return err
	}
	p.Options = found
	for _, s := range p.settings {
		if s.Name != "check-config" {
			value := cmp.Or(config.Text(p.flags.Lookup(s.Name)), s.Value)
			fmt.Fprintf(p.env.Stdout, "%-24s %-36s %s\n", config.Key(s.Name), value, s.Origin)
		}
	}
	p.checkIocage(findIocage(p.Options))
	return errors.Join(
		p.Limits.check(),
		checkAddress("ws-addr", p.WSAddr),
		checkAddress("rest-addr", p.RESTAddr),
		checkPair(p.TLSCert, p.TLSKey),
		checkLogins(p.Options),
		checkAdmin(p.Options),
		checkFolder("log-file", p.logFile),
		checkFolder("audit-log", p.AuditLog),
		checkFolder("pid-file", p.pidFile),
		job.CheckJournal(filepath.Join(p.StateDir, jobsFile)),
	)
}

// checkIocage says what is wrong with the host's iocage. It may be installed, or
// replaced, while a server runs.
func (p *process) checkIocage(program iocage.Exec) {
	if err := program.Available(); err != nil {
		p.warn(fmt.Errorf("until there is one, requests get 404: %v", err))
		return
	}
	if version, err := iocageVersion(context.Background(), program, p.CommandTimeout); err == nil {
		p.warn(fits(version, p.Edition))
	}
}

// warn prints what does not keep a server from serving; nil is nothing.
func (p *process) warn(err error) {
	if err != nil {
		fmt.Fprintf(p.env.Stderr, "sysadm-server: %v\n", err)
	}
}

func checkAddress(flag, address string) error {
	if _, err := net.ResolveTCPAddr("tcp", address); err != nil {
		return fmt.Errorf("cannot use --%s: %v", flag, err)
	}
	return nil
}

// checkFolder requires the folder of a file that does not exist yet.
func checkFolder(flag, path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fmt.Errorf("cannot use --%s %s: there is no folder %s", flag, path, filepath.Dir(path))
	}
	return nil
}

// checkPair accepts a pair that does not exist yet.
func checkPair(cert, key string) error {
	if !exists(cert) && !exists(key) {
		return nil
	}
	if err := checkHalves(cert, key); err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return fmt.Errorf("cannot use the certificate %s with the key %s: %v", cert, key, err)
	}
	return inDate(pair.Leaf)
}

func checkAdmin(o Options) error {
	if o.AdminAddr == "" {
		return nil
	}
	_, err := admin.Resolve(o.AdminAddr, o.AdminAnywhere)
	return err
}

func checkLogins(o Options) error {
	_, accountsErr := newAccounts(o)
	_, keysErr := auth.OpenKeys(filepath.Join(o.StateDir, keysFile), o.Logger)
	return errors.Join(accountsErr, keysErr)
}
