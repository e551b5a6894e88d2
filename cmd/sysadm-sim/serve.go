package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/server"
)

// serveOptions says which host is simulated and who may use it.
type serveOptions struct {
	server     server.Options
	edition    bool    // server.Edition was chosen by the user
	hosts      string  // file with orders for many hosts; empty: one host
	targets    string  // file for the profiles of many hosts; empty: none
	folder     string  // for the server's files of hosts in memory; empty: the system's
	state      string  // folder; empty keeps the state in memory
	seed       string  // file with the description of a host
	content    []byte  // that description, if it does not come from a file
	documented string  // EDITION/FILE of a documented exchange
	number     *uint64 // determines the uuids; nil: the seed does
	faults     string  // file with faults
	ready      string  // file for the ready line; empty: stdout only
	management string  // address of the levers; empty: none
	user       string
	password   string // empty: generated at each start
	operator   string
}

// ready is the line on stdout: the server's ready line, with the logins.
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
	o := serveOptions{number: new(uint64)}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve a simulated host until SIGINT or SIGTERM",
		Long: "Serve a simulated host until SIGINT or SIGTERM.\n\n" +
			"Once it accepts connections it prints one line of JSON: the addresses, a\n" +
			"certificate file to trust, user and password. Without --state nothing is kept.\n" +
			"With --hosts it serves many independent hosts: see docs/simulator.md.\n" +
			"Each flag is also read from the environment: --ws-addr from SYSADM_WS_ADDR.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), cmd.Flags(), env) },
	}
	o.addFlags(cmd.Flags())
	cmd.MarkFlagsMutuallyExclusive("seed", "documented")
	for _, ofOne := range []string{"state", "state-dir", "log-dir", "ready-file"} {
		cmd.MarkFlagsMutuallyExclusive("hosts", ofOne)
	}
	return cmd
}

// run serves the hosts that the flags and the environment ask for, until ctx or a
// signal ends it.
func (o *serveOptions) run(ctx context.Context, flags *pflag.FlagSet, env Env) error {
	if err := server.ApplyEnvironment(flags, env.Getenv); err != nil {
		return err
	}
	if !flags.Changed("seed-number") {
		o.number = nil
	}
	o.edition = flags.Changed("edition")
	if o.targets != "" && (o.hosts == "" || o.hosts == "-") {
		return errors.New("cannot write the targets: --targets-file needs --hosts with a file, whose end marks the last host")
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer server.SpareCollector()()
	if o.hosts == "" {
		return serve(ctx, *o, env)
	}
	o.forMany(flags)
	return serveHosts(ctx, *o, env)
}

func (o *serveOptions) addFlags(flags *pflag.FlagSet) {
	o.server.WSAddr, o.server.RESTAddr = "127.0.0.1"+server.DefaultWSAddr, "127.0.0.1"+server.DefaultRESTAddr
	o.server.LogLevel = slog.LevelWarn
	o.server.SystemStateLook = 100 * time.Millisecond // cheap here, and nobody has to wait for news
	o.server.ShutdownTimeout = 100 * time.Millisecond // nor for the running requests of a host that ends
	o.server.AddFlags(flags)
	flags.StringVar(&o.hosts, "hosts", "", "take orders for hosts from this `file`, a JSON object on each line; - is stdin, whose end ends all hosts")
	flags.StringVar(&o.targets, "targets-file", "", "once all hosts of the file of --hosts are ready, write their profiles to this `file` for sysadm-conformance fleet --targets")
	flags.StringVar(&o.state, "state", "", "keep the host's state in this folder (default: in memory)")
	flags.StringVar(&o.seed, "seed", "", "start from the description of a host in this file")
	flags.StringVar(&o.documented, "documented", "", "start in the state in which a documented exchange is true: EDITION/FILE")
	flags.Uint64Var(o.number, "seed-number", 0, "derive uuids from this number and stop the clock, so that every run is the same")
	flags.StringVar(&o.faults, "faults", "", "add the faults in this file")
	flags.StringVar(&o.ready, "ready-file", "", "also write the ready line to this file, completely or not at all")
	flags.StringVar(&o.management, "management-addr", "", "offer the levers on this loopback address, host:port (default: none)")
	flags.StringVar(&o.user, "user", "admin", "name of the user with full access")
	flags.StringVar(&o.operator, "operator", "operator", "name of the user who may not run commands; the password is new at each start")
	flags.StringVar(&o.password, "password", "", "password of the user (default: a new one at each start)")
}

// serve runs one simulated host until ctx ends.
func serve(ctx context.Context, o serveOptions, env Env) error {
	s, err := openSimulated(ctx, o, env)
	if err != nil {
		return err
	}
	if err := s.line.tell(o.ready, env.Stdout); err != nil {
		return errors.Join(err, s.close())
	}
	return s.serve(ctx)
}

// startingSeed returns the description named by --documented or --seed, or else
// the program's own.
func (o *serveOptions) startingSeed(env Env) (fakeiocage.Seed, error) {
	switch {
	case o.documented != "":
		ed, seed, err := documentedHost(o.documented)
		if !o.edition {
			o.server.Edition = ed
		}
		return seed, err
	case o.content != nil:
		return fakeiocage.ParseSeed(o.content)
	case o.seed != "":
		return readSeed(o.seed, env.Stdin)
	default:
		return ownSeed(defaultSeed)
	}
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
