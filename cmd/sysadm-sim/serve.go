package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/server"
)

// serveOptions says which host is simulated and who may use it.
type serveOptions struct {
	server     server.Options
	state      string // folder; empty keeps the state in memory
	seed       string // file with the description of a host
	documented string // EDITION/FILE of a documented exchange
	user       string
	password   string // empty: made up at each start
}

// ready is the line on stdout: the server's, and how to log in.
type ready struct {
	server.Ready
	User     string `json:"user"`
	Password string `json:"password"`
}

func serveCommand(env Env) *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve a simulated host until SIGINT or SIGTERM",
		Long: "Serve a simulated host until SIGINT or SIGTERM.\n\n" +
			"Once it accepts connections it prints one line of JSON: the addresses, a\n" +
			"certificate file to trust, user and password. Without --state nothing is kept.\n" +
			"Each flag is also read from the environment: --ws-addr from SYSADM_WS_ADDR.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := server.ApplyEnvironment(cmd.Flags(), env.Getenv); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return serve(ctx, o, cmd.Flags().Changed("edition"), env)
		},
	}
	flags := cmd.Flags()
	o.server.WSAddr, o.server.RESTAddr = "127.0.0.1"+server.DefaultWSAddr, "127.0.0.1"+server.DefaultRESTAddr
	o.server.LogLevel = slog.LevelWarn
	o.server.AddFlags(flags)
	flags.StringVar(&o.state, "state", "", "keep the host's state in this folder (default: in memory)")
	flags.StringVar(&o.seed, "seed", "", "start from the description of a host in this file")
	flags.StringVar(&o.documented, "documented", "", "start in the state that makes a documented exchange true, as EDITION/FILE")
	flags.StringVar(&o.user, "user", "admin", "name of the one user")
	flags.StringVar(&o.password, "password", "", "password of the user (default: a new one at each start)")
	cmd.MarkFlagsMutuallyExclusive("seed", "documented")
	return cmd
}

// serve runs the simulated host until ctx ends.
func serve(ctx context.Context, o serveOptions, editionGiven bool, env Env) (err error) {
	host, err := o.host(editionGiven)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, host.Close()) }()

	if o.password == "" {
		o.password = rand.Text()
	}
	cleanup, err := o.certificate()
	if err != nil {
		return err
	}
	defer cleanup()

	o.server.Runner = runner{host}
	o.server.Authenticator = server.FixedAccounts(server.Account{
		Identity: server.Identity{User: o.user, FullAccess: true},
		Password: o.password,
	})
	srv, err := server.New(o.server)
	if err != nil {
		return err
	}
	line := ready{Ready: srv.Ready(), User: o.user, Password: o.password}
	if err := json.NewEncoder(env.Stdout).Encode(line); err != nil {
		return fmt.Errorf("cannot print the ready line: %w", err)
	}
	return srv.Serve(ctx)
}

// host opens or makes the host to serve, in the state asked for.
func (o *serveOptions) host(editionGiven bool) (*fakeiocage.Host, error) {
	seed, err := o.startingSeed(editionGiven)
	if err != nil {
		return nil, err
	}
	if o.state == "" {
		return fakeiocage.NewHost(seed)
	}
	h, err := fakeiocage.OpenHost(o.state)
	if err != nil || o.seed == "" && o.documented == "" {
		return h, err
	}
	return h, h.Reset(seed)
}

// startingSeed is the description named by --documented or --seed, else the
// program's own.
func (o *serveOptions) startingSeed(editionGiven bool) (fakeiocage.Seed, error) {
	switch {
	case o.documented != "":
		ed, seed, err := documentedHost(o.documented)
		if !editionGiven {
			o.server.Edition = ed
		}
		return seed, err
	case o.seed != "":
		return readSeed(o.seed, os.Stdin)
	default:
		return ownSeed(defaultSeed)
	}
}

// certificate chooses where the certificate is kept when none is given: with
// the state, or in a folder that cleanup removes.
func (o *serveOptions) certificate() (cleanup func(), err error) {
	if o.server.TLSCert != "" || o.server.TLSKey != "" {
		return func() {}, nil
	}
	dir, cleanup := o.state, func() {}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "sysadm-sim-"); err != nil {
			return nil, fmt.Errorf("cannot make a folder for the certificate: %w", err)
		}
		cleanup = func() { os.RemoveAll(dir) }
	}
	o.server.TLSCert = filepath.Join(dir, "server.crt")
	o.server.TLSKey = filepath.Join(dir, "server.key")
	return cleanup, nil
}
