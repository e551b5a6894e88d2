package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/server"
)

// serveOptions says which host is simulated and who may use it.
type serveOptions struct {
	server     server.Options
	state      string  // folder; empty keeps the state in memory
	seed       string  // file with the description of a host
	documented string  // EDITION/FILE of a documented exchange
	number     *uint64 // from which uuids are drawn; nil: those of the seed
	faults     string  // file with faults
	ready      string  // file for the ready line; empty: stdout only
	management string  // address of the levers; empty: none
	user       string
	password   string // empty: made up at each start
	operator   string
}

// ready is the line on stdout: the server's, and how to log in.
type ready struct {
	server.Ready
	User     string `json:"user"`
	Password string `json:"password"`

	// Operator is a second user, who may not run commands.
	Operator         string `json:"operator"`
	OperatorPassword string `json:"operator_password"`

	// Management is where the levers are, as http://127.0.0.1:40000.
	Management string `json:"management,omitempty"`
}

// tell prints the line, and writes it to the file if there is one.
func (r ready) tell(file string, stdout io.Writer) error {
	line, err := json.Marshal(r)
	if err == nil && file != "" {
		err = renameio.WriteFile(file, append(line, '\n'), 0o600)
	}
	if err == nil {
		_, err = fmt.Fprintf(stdout, "%s\n", line)
	}
	if err != nil {
		return fmt.Errorf("cannot print the ready line: %w", err)
	}
	return nil
}

func serveCommand(env Env) *cobra.Command {
	var o serveOptions
	var number uint64
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
			if cmd.Flags().Changed("seed-number") {
				o.number = &number
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return serve(ctx, o, cmd.Flags().Changed("edition"), env)
		},
	}
	flags := cmd.Flags()
	o.server.WSAddr, o.server.RESTAddr = "127.0.0.1"+server.DefaultWSAddr, "127.0.0.1"+server.DefaultRESTAddr
	o.server.LogLevel = slog.LevelWarn
	o.server.SystemStateLook = 100 * time.Millisecond // costs nothing here, and nobody waits for news
	o.server.AddFlags(flags)
	flags.StringVar(&o.state, "state", "", "keep the host's state in this folder (default: in memory)")
	flags.StringVar(&o.seed, "seed", "", "start from the description of a host in this file")
	flags.StringVar(&o.documented, "documented", "", "start in the state that makes a documented exchange true, as EDITION/FILE")
	flags.Uint64Var(&number, "seed-number", 0, "draw uuids from this number and let the clock stand, so that every run is the same")
	flags.StringVar(&o.faults, "faults", "", "add the faults in this file")
	flags.StringVar(&o.ready, "ready-file", "", "write the ready line to this file, too, as a whole")
	flags.StringVar(&o.management, "management-addr", "", "offer the levers on this loopback address, host:port (default: nowhere)")
	flags.StringVar(&o.user, "user", "admin", "name of the user with full access")
	flags.StringVar(&o.operator, "operator", "operator", "name of the user who may not run commands; his password is a new one at each start")
	flags.StringVar(&o.password, "password", "", "password of the user (default: a new one at each start)")
	cmd.MarkFlagsMutuallyExclusive("seed", "documented")
	return cmd
}

// serve runs the simulated host until ctx ends.
func serve(ctx context.Context, o serveOptions, editionGiven bool, env Env) (err error) {
	initial, err := o.startingSeed(editionGiven, env)
	if err != nil {
		return err
	}
	host, err := o.host(initial)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, host.Close()) }()
	host.LogLevers(env.Stderr)

	if o.password == "" {
		o.password = rand.Text()
	}
	cleanup, err := o.serverFiles()
	if err != nil {
		return err
	}
	defer cleanup()

	iocage := newRunner(host, o.server.Edition, env.Getenv)
	o.server.Runner, o.server.JobRunner = iocage, jobRunner{iocage}
	o.server.ZPool = zpool{host}
	operatorPassword := rand.Text()
	o.server.Authenticator = server.FixedAccounts(
		server.Account{Identity: server.Identity{User: o.user, FullAccess: true}, Password: o.password},
		server.Account{Identity: server.Identity{User: o.operator}, Password: operatorPassword},
	)
	levers, err := openManagement(ctx, o.management, host, initial)
	if err != nil {
		return err
	}
	srv, err := server.New(o.server)
	if err != nil {
		return errors.Join(err, levers.close())
	}
	line := ready{
		Ready: srv.Ready(), User: o.user, Password: o.password, Management: levers.url(),
		Operator: o.operator, OperatorPassword: operatorPassword,
	}
	if err := line.tell(o.ready, env.Stdout); err != nil {
		return errors.Join(err, levers.close(), srv.Close())
	}
	together, ctx := errgroup.WithContext(ctx)
	together.Go(func() error { return levers.serve(ctx) })
	together.Go(func() error { return srv.Serve(ctx) })
	return together.Wait()
}

// host opens or makes the host to serve, in the state asked for.
func (o *serveOptions) host(initial fakeiocage.Seed) (h *fakeiocage.Host, err error) {
	if o.state == "" {
		h, err = fakeiocage.NewHost(initial)
	} else {
		h, err = fakeiocage.OpenHost(o.state)
	}
	if err != nil {
		return nil, err
	}
	if o.seed != "" || o.documented != "" || o.number != nil {
		if err := start(h, initial, o.number); err != nil {
			return nil, err
		}
	}
	return h, o.addFaults(h)
}

func (o *serveOptions) addFaults(h *fakeiocage.Host) error {
	if o.faults == "" {
		return nil
	}
	source, content, err := readContent(o.faults, nil)
	if err != nil {
		return err
	}
	_, err = faultAdd(h, input{source: source, content: content})
	return err
}

// startingSeed is the description named by --documented or --seed, else the
// program's own.
func (o *serveOptions) startingSeed(editionGiven bool, env Env) (fakeiocage.Seed, error) {
	switch {
	case o.documented != "":
		ed, seed, err := documentedHost(o.documented)
		if !editionGiven {
			o.server.Edition = ed
		}
		return seed, err
	case o.seed != "":
		return readSeed(o.seed, env.Stdin)
	default:
		return ownSeed(defaultSeed)
	}
}

// serverFiles chooses where the server keeps its files when that is not given:
// with the host's state, or in a folder that cleanup removes.
func (o *serveOptions) serverFiles() (cleanup func(), err error) {
	dir, cleanup := o.state, func() {}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "sysadm-sim-"); err != nil {
			return nil, fmt.Errorf("cannot make a folder for the server's files: %w", err)
		}
		cleanup = func() { os.RemoveAll(dir) }
	}
	if o.server.TLSCert == "" && o.server.TLSKey == "" {
		o.server.TLSCert = filepath.Join(dir, "server.crt")
		o.server.TLSKey = filepath.Join(dir, "server.key")
	}
	if o.server.StateDir == "" {
		o.server.StateDir = filepath.Join(dir, "server")
	}
	return cleanup, nil
}

// readSeed reads the description of a host from a file, or from stdin for "-".
func readSeed(path string, stdin io.Reader) (fakeiocage.Seed, error) {
	source, content, err := readContent(path, stdin)
	if err != nil {
		return fakeiocage.Seed{}, err
	}
	seed, err := fakeiocage.ParseSeed(content)
	if err != nil {
		return fakeiocage.Seed{}, fmt.Errorf("%s: %w", source, err)
	}
	return seed, nil
}
