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
	"slices"

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
		checkPorts(p.Options),
		checkPair(p.TLSCert, p.TLSKey),
		checkLogins(p.Options),
		checkAdmin(p.Options),
		checkFile("log-file", p.logFile),
		checkFile("audit-log", p.AuditLog),
		checkFile("pid-file", p.pidFile),
		checkFolder("log-dir", p.LogDir),
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

// checkPorts refuses one port for two listeners. Addresses that cannot be resolved
// have been told already.
func checkPorts(o Options) error {
	var seen []*net.TCPAddr
	flags := []string{"ws-addr", "rest-addr", "admin-addr"}
	for i, address := range []string{o.WSAddr, o.RESTAddr, o.AdminAddr} {
		tcp, err := net.ResolveTCPAddr("tcp", address)
		if err != nil || address == "" {
			tcp = &net.TCPAddr{} // port 0 meets no other
		}
		if j := slices.IndexFunc(seen, func(other *net.TCPAddr) bool { return meet(tcp, other) }); j >= 0 {
			return fmt.Errorf("cannot use --%s %s: --%s has that port", flags[i], address, flags[j])
		}
		seen = append(seen, tcp)
	}
	return nil
}

// meet reports whether only one of two addresses can be listened on.
func meet(a, b *net.TCPAddr) bool {
	everywhere := a.IP == nil || a.IP.IsUnspecified() || b.IP == nil || b.IP.IsUnspecified()
	return a.Port == b.Port && a.Port != 0 && (everywhere || a.IP.Equal(b.IP))
}

// checkFile requires the folder of a file that does not exist yet.
func checkFile(flag, path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fmt.Errorf("cannot use --%s %s: there is no folder %s", flag, path, filepath.Dir(path))
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("cannot use --%s %s: it is a folder", flag, path)
	}
	return nil
}

// checkFolder accepts a folder that does not exist yet.
func checkFolder(flag, path string) error {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return fmt.Errorf("cannot use --%s %s: it is no folder", flag, path)
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
