package server

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/server/internal/config"
	"github.com/sysadm-go/sysadm/server/internal/notify"
)

// attend reloads at each SIGHUP, and notifies the service manager when ctx
// ends, until end is called.
func (p *process) attend(ctx context.Context, hangups <-chan os.Signal, s *Server, log *processLog) (end func()) {
	done, attended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(attended)
		for {
			select {
			case <-hangups:
				p.reload(s, log)
				continue
			case <-ctx.Done():
				p.tellManager(notify.Stopping)
			case <-done:
			}
			return
		}
	}()
	return func() {
		close(done)
		select {
		case <-attended:
		case <-time.After(100 * time.Millisecond): // the log file, which is told of a reload, hangs
		}
	}
}

// reload opens again what may have changed: the log files, the certificate, and
// those settings that a running server can adopt.
func (p *process) reload(s *Server, log *processLog) {
	if err := errors.Join(log.reopen(), s.Reload()); err != nil {
		p.Logger.Error("cannot reload everything", "reason", err)
	}
	next, err := p.again()
	if err != nil {
		p.Logger.Error("the configuration read before stays", "reason", err)
		return
	}
	for i, now := range next.settings {
		before := p.settings[i]
		switch {
		case now.Value == before.Value:
		case now.Name == "log-level":
			log.level.Set(next.LogLevel)
			p.settings[i] = now
			p.Logger.Log(context.Background(), max(slog.LevelInfo, next.LogLevel), "setting changed", "setting", now.Name, "from", before.Value, "to", now.Value)
		default:
			p.Logger.Warn("this setting needs a restart", "setting", now.Name, "now", before.Value, "then", now.Value, "origin", now.Origin)
		}
	}
	p.Logger.Info("reloaded")
}

// again reads the configuration as a new process with the same command line
// would.
func (p *process) again() (*process, error) {
	next := &process{env: p.env}
	fs := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	next.addFlags(fs)
	for _, s := range p.settings {
		if s.Origin == config.CommandLine {
			if err := fs.Set(s.Name, s.Value); err != nil {
				return nil, err
			}
		}
	}
	var err error
	next.settings, err = p.env.configure(fs)
	return next, err
}
