package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/server"
)

// A simulated host is a host that is served.
type simulated struct {
	host   *fakeiocage.Host
	server *server.Server
	levers *management
	line   ready
	remove func() // removes the server's files
}

// openSimulated makes the host and binds its ports. It answers nothing before
// serve.
func openSimulated(ctx context.Context, o serveOptions, env Env) (_ *simulated, err error) {
	initial, err := o.startingSeed(env)
	if err != nil {
		return nil, err
	}
	s := &simulated{remove: func() {}}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.host, err = o.host(initial); err != nil {
		return nil, err
	}
	s.host.LogLevers(env.Stderr)
	if s.remove, err = o.serverFiles(); err != nil {
		return nil, err
	}
	if s.levers, err = openManagement(ctx, o.management, s.host, initial); err != nil {
		return nil, err
	}
	users := o.users()
	if s.server, err = server.New(o.over(s.host, users, env)); err != nil {
		return nil, err
	}
	s.line = ready{
		Ready: s.server.Ready(), Management: s.levers.url(),
		User: users[0].User, Password: users[0].Password,
		Operator: users[1].User, OperatorPassword: users[1].Password,
	}
	return s, nil
}

// users are one user with full access and one without.
func (o serveOptions) users() []server.Account {
	return []server.Account{
		{Identity: server.Identity{User: o.user, FullAccess: true}, Password: cmp.Or(o.password, rand.Text())},
		{Identity: server.Identity{User: o.operator}, Password: rand.Text()},
	}
}

// over returns the options of a server over the host.
func (o serveOptions) over(host *fakeiocage.Host, users []server.Account, env Env) server.Options {
	iocage := newRunner(host, o.server.Edition, env.Getenv)
	o.server.Runner, o.server.JobRunner = iocage, jobRunner{iocage}
	o.server.ZPool, o.server.SystemStateAtStart = zpool{host}, true
	o.server.Authenticator = server.FixedAccounts(users...)
	o.server.Now = hostTime(host)
	return o.server
}

// serve answers until ctx ends, and closes the host.
func (s *simulated) serve(ctx context.Context) error {
	together, ctx := errgroup.WithContext(ctx)
	together.Go(func() error { return s.levers.serve(ctx) })
	together.Go(func() error { return s.server.Serve(ctx) })
	err := together.Wait()
	s.remove()
	return errors.Join(err, s.host.Close())
}

// close closes a host that will not be served.
func (s *simulated) close() (err error) {
	if s.server != nil {
		err = s.server.Close()
	}
	if s.levers != nil {
		err = errors.Join(err, s.levers.close())
	}
	if s.host != nil {
		err = errors.Join(err, s.host.Close())
	}
	s.remove()
	return err
}

// host opens or makes the host to serve, in the requested state.
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

// serverFiles chooses the folder for the server's files if none is given: with
// the host's state, or a new one that cleanup removes.
func (o *serveOptions) serverFiles() (cleanup func(), err error) {
	dir, cleanup := o.state, func() {}
	if dir == "" {
		if dir, err = os.MkdirTemp(o.folder, "sysadm-sim-"); err != nil {
			return nil, fmt.Errorf("cannot make a folder for the server's files: %w", err)
		}
		cleanup = func() { os.RemoveAll(dir) }
	}
	o.keepCertificate(dir)
	if o.server.StateDir == "" {
		o.server.StateDir = filepath.Join(dir, "server")
	}
	return cleanup, nil
}

// keepCertificate puts the certificate into the folder unless another place is
// given.
func (o *serveOptions) keepCertificate(dir string) {
	if o.server.TLSCert == "" && o.server.TLSKey == "" {
		o.server.TLSCert = filepath.Join(dir, "server.crt")
		o.server.TLSKey = filepath.Join(dir, "server.key")
	}
}
