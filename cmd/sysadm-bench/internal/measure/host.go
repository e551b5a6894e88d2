package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// firstJail is the tag of a running jail on every host.
const firstJail = "first"

// A host is a state folder of fakeiocage, and the files of a server over it.
type host struct {
	folder string
	iocage string // the program that runs the host's commands
}

// newHost makes a host with so many jails.
func (b *Bench) newHost(ctx context.Context, jails int) (*host, error) {
	iocage, err := b.Programs.Find("fakeiocage")
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(b.Folder, "host-")
	if err != nil {
		return nil, fmt.Errorf("cannot make a host: %w", err)
	}
	h := &host{folder: folder, iocage: iocage}
	err = h.call(ctx, "create", "tag="+firstJail)
	for made := 1; err == nil && made < jails; {
		n := min(jails-made, atOnce)
		err = h.call(ctx, "create", fmt.Sprintf("tag=more%d", made), "count="+strconv.Itoa(n))
		made += n
	}
	if err == nil {
		err = h.call(ctx, "start", firstJail)
	}
	return h, errors.Join(err, h.check(ctx, jails))
}

// atOnce is how many jails fakeiocage makes at once, at most.
const atOnce = 10000

// check counts the jails, because a refused create may exit 0.
func (h *host) check(ctx context.Context, jails int) error {
	out, _, err := process.Command{Argv: []string{h.iocage, "list"}, Env: h.env()}.Run(ctx)
	if lines := bytes.Count(out, []byte("\n")); err == nil && lines != jails+1 {
		return fmt.Errorf("cannot make a host: it has %d jails, not %d", lines-1, jails)
	}
	return err
}

// env selects the host for fakeiocage, and a fixed dialect: a server would
// select it by its edition.
func (h *host) env() []string {
	return []string{"FAKEIOCAGE_STATE=" + filepath.Join(h.folder, "state"), "FAKEIOCAGE_DIALECT=shell-2016-02-01"}
}

func (h *host) call(ctx context.Context, args ...string) error {
	_, _, err := process.Command{Argv: append([]string{h.iocage}, args...), Env: h.env()}.Run(ctx)
	return err
}

// serve starts sysadm-server for the host, with the program iocage. The first
// start makes its certificate and its user.
func (b *Bench) serve(ctx context.Context, h *host, iocage string, flags ...string) (*process.Process, error) {
	command, err := b.server(ctx, h, iocage, flags...)
	if err != nil {
		return nil, err
	}
	p, err := command.Serve(ctx)
	if err != nil {
		return nil, err
	}
	p.Ready.User, p.Ready.Password = user, password
	return p, nil
}

// The user of all servers.
const user, password = "admin", "a password of some length"

// server is the command that serve starts.
func (b *Bench) server(ctx context.Context, h *host, iocage string, flags ...string) (process.Command, error) {
	program, err := b.Programs.Find("sysadm-server")
	if err != nil {
		return process.Command{}, err
	}
	in := func(name string) string { return filepath.Join(h.folder, name) }
	if _, err := os.Stat(in("users")); err != nil {
		add := process.Command{
			Argv:  []string{program, "adduser", "--users", in("users"), "--roles", "wheel", user},
			Stdin: password + "\n",
		}
		if _, _, err := add.Run(ctx); err != nil {
			return process.Command{}, err
		}
	}
	argv := []string{program, "serve", "--ws-addr", "127.0.0.1:0", "--rest-addr", "127.0.0.1:0",
		"--users", in("users"), "--iocage", iocage, "--tls-cert", in("tls.crt"), "--tls-key", in("tls.key"),
		"--state-dir", in("server"), "--log-dir", in("log"),
		"--max-user-tokens", "10000"} // all clients are the same user
	return process.Command{Argv: append(argv, flags...), Env: h.env()}, nil
}
