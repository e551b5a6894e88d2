package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/server/internal/config"
	"github.com/sysadm-go/sysadm/server/internal/notify"
	"github.com/sysadm-go/sysadm/server/internal/pidfile"
)

// A process is a server run as a program: what it needs besides Options.
type process struct {
	Options
	checkConfig      bool
	logFile, pidFile string

	env      Env
	settings []config.Setting
	flags    *pflag.FlagSet
}

func cmdServe(env Env) *cobra.Command {
	p := &process{env: env}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve WebSocket and REST until SIGINT or SIGTERM",
		Long: `Serve WebSocket and REST until SIGINT or SIGTERM.

The server prints its addresses as one line of JSON on standard output once it
accepts connections. Each flag can also be given as an environment variable
(SYSADM_ and the flag's name in upper case, with _ for -), and as a line
NAME=VALUE of the configuration, without SYSADM_. A flag overrides its variable,
which overrides the configuration. On SIGHUP the server reads the configuration
and the certificate again and reopens the log files.`,
		Args: cobra.NoArgs,
	}
	cmd.SetUsageFunc(tellGroups)
	p.flags = cmd.Flags()
	p.addFlags(p.flags)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		var err error
		p.settings, err = env.configure(cmd.Flags())
		if p.checkConfig {
			return errors.Join(err, p.tellSettings())
		}
		if err != nil {
			return err
		}
		return p.run()
	}
	return cmd
}

// addFlags adds every flag of serve.
func (p *process) addFlags(fs *pflag.FlagSet) {
	addConfigFlag(fs)
	fs.BoolVar(&p.checkConfig, "check-config", false, "print all settings and every mistake, and exit")
	p.Options.AddFlags(fs)
	p.Options.addHostFlags(fs)
	p.Options.addAdminFlags(fs)
	fs.StringVar(&p.logFile, "log-file", "", "`file` to append the log to (default: standard error)")
	fs.StringVar(&p.pidFile, "pid-file", "", "`file` for the process id; a second server with the same file does not start")
}

// run runs a server until the process gets a signal to end.
func (p *process) run() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	ignoreBrokenPipes()
	defer SpareCollector()()

	log, err := p.openLog() // which is not closed: a write to it may hang
	if err != nil {
		return err
	}
	p.Logger = log.Logger
	if p.pidFile != "" {
		pid, err := pidfile.Create(p.pidFile)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, pid.Remove()) }()
	}
	return p.serve(ctx, hangups, log)
}

// serve makes the server, announces it and serves.
func (p *process) serve(ctx context.Context, hangups <-chan os.Signal, log *processLog) error {
	s, err := New(p.Options)
	if err != nil {
		return err
	}
	if err := p.announce(s.Ready()); err != nil {
		return errors.Join(err, s.Close())
	}
	defer p.attend(ctx, hangups, s, log)()
	return s.Serve(ctx)
}

// announce prints the ready line and notifies the service manager.
func (p *process) announce(ready Ready) error {
	if err := json.NewEncoder(p.env.Stdout).Encode(ready); err != nil {
		return fmt.Errorf("cannot print the ready line: %v", err)
	}
	p.tellManager(notify.Ready)
	return nil
}

func (p *process) tellManager(state string) {
	if err := notify.Send(p.env.Getenv("NOTIFY_SOCKET"), state); err != nil {
		p.Logger.Warn("the service manager does not listen", "reason", err)
	}
}

// ignoreBrokenPipes lets a server outlive the reader of its log: writing to a
// closed pipe would otherwise end the process (os/signal, SIGPIPE). The signal
// is caught, not ignored, because commands would inherit that it is ignored.
func ignoreBrokenPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
