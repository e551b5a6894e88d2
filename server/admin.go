package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/server/internal/admin"
)

// addAdminFlags adds the flags for administrators: how to observe the server.
func (o *Options) addAdminFlags(fs *pflag.FlagSet) {
	fs.StringVar(&o.AuditLog, "audit-log", o.AuditLog, "`file` to append every change and login to (default: none)")
	fs.BoolVar(&o.AuditOptional, "audit-optional", o.AuditOptional, "make changes even if they cannot be written to the audit log")
	fs.StringVar(&o.AdminAddr, "admin-addr", o.AdminAddr, "loopback `address` of /healthz, /readyz and /metrics, host:port (default: none)")
	fs.BoolVar(&o.AdminAnywhere, "admin-anywhere", o.AdminAnywhere, "let --admin-addr be any address; clients there need no login")
	fs.BoolVar(&o.AdminProfile, "admin-profile", o.AdminProfile, "also offer /debug/pprof at --admin-addr")
}

func listenAdmin(o Options) (net.Listener, error) {
	if o.AdminAddr == "" {
		return nil, nil
	}
	return admin.Listen(o.AdminAddr, o.AdminAnywhere)
}

// serveAdmin serves health checks and metrics, also while the server stops,
// until end is called.
func (s *Server) serveAdmin(stop context.Context) (end func()) {
	if s.admin == nil {
		return func() {}
	}
	h := &http.Server{
		Handler: admin.Handler(admin.Options{
			Ready:    func() []admin.Check { return s.checks(stop) },
			Metrics:  &s.meters.Registry,
			Profile:  s.options.AdminProfile,
			Anywhere: s.options.AdminAnywhere,
		}),
		ReadTimeout:    10 * time.Second,
		WriteTimeout:   2 * time.Minute, // a profile takes half a minute
		IdleTimeout:    time.Minute,
		MaxHeaderBytes: s.options.MaxHeader,
		ErrorLog:       slog.NewLogLogger(s.options.Logger.Handler(), slog.LevelDebug),
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := h.Serve(s.admin); !errors.Is(err, http.ErrServerClosed) {
			s.options.Logger.Error("cannot answer the administrator any more", "reason", err)
		}
	})
	return func() { _ = h.Close(); serving.Wait() }
}

// checks are the conditions under which the server can work.
func (s *Server) checks(stop context.Context) []admin.Check {
	checks := []admin.Check{
		{Name: "server", Err: nil},
		{Name: "certificate", Err: inDate(s.certificate.leaf())},
		{Name: "iocage", Err: s.router.Usable("sysadm", "iocage")},
	}
	if stop.Err() != nil {
		checks[0].Err = errors.New("it is stopping")
	}
	return checks
}

func adminURL(l net.Listener) string {
	if l == nil {
		return ""
	}
	return fmt.Sprintf("http://%s", dialable(l.Addr()))
}
