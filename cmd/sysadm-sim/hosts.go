package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/sysadm-go/sysadm/server"
)

// A fleet is the simulated hosts of one process. Each has its own state, ports
// and users; they share the process and a certificate.
type fleet struct {
	options serveOptions // of each host, unless its order says otherwise
	env     Env
	fail    context.CancelCauseFunc
	targets targets

	mu    sync.Mutex // guards stdout, too
	ends  map[string]context.CancelFunc
	hosts sync.WaitGroup
}

// The answers, each one line of JSON: the first and the last one of a host (the
// first has its ready line), and a problem with an order that had no effect.
type (
	greeting struct {
		Hosts bool `json:"hosts"`
		PID   int  `json:"pid"`
	}
	hostReady struct {
		Host string `json:"host"`
		ready
	}
	hostEnded struct {
		Host  string `json:"host"`
		Ended bool   `json:"ended"`
		Error string `json:"error,omitempty"`
	}
	problem struct {
		Error string `json:"error"`
	}
)

// serveHosts starts and ends hosts as ordered, until ctx ends or, if the orders
// come from stdin, stdin ends. Then it ends all hosts.
func serveHosts(ctx context.Context, o serveOptions, env Env) (err error) {
	source, err := openOrders(o.hosts, env.Stdin)
	if err != nil {
		return err
	}
	defer source.Close()
	if o.folder, err = os.MkdirTemp("", "sysadm-sim-"); err != nil {
		return fmt.Errorf("cannot make a folder for the servers' files: %w", err)
	}
	defer os.RemoveAll(o.folder)
	if err := o.shareServer(); err != nil {
		return err
	}

	signal.Ignore(syscall.SIGPIPE) // writing to a closed stdout becomes an ordinary error, after which everything is cleaned up
	ctx, fail := context.WithCancelCause(ctx)
	f := &fleet{options: o, env: env, fail: fail, ends: map[string]context.CancelFunc{}}
	if o.targets != "" {
		f.targets.profiles = map[string]profile{}
	}
	f.tell(greeting{Hosts: true, PID: os.Getpid()})
	err = f.obeyAll(ctx, source)
	if err == nil && o.targets != "" {
		err = f.targets.write(ctx, o.targets)
	}
	if err == nil && o.hosts != "-" {
		<-ctx.Done()
	}
	fail(nil)
	f.hosts.Wait()
	if cause := context.Cause(ctx); err == nil && errors.Is(cause, errUntold) {
		return cause
	}
	return err
}

// shareServer makes all hosts share what they can: the certificate and the log.
func (o *serveOptions) shareServer() (err error) {
	o.keepCertificate(o.folder)
	o.server.Logger = o.server.DefaultLogger()
	o.server.Certificate, err = server.OpenCertificate(o.server.TLSCert, o.server.TLSKey, o.server.Logger)
	return err
}

func openOrders(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read which hosts to serve: %w", err)
	}
	return file, nil
}

// obeyAll reads orders until there are no more, or ctx ends.
func (f *fleet) obeyAll(ctx context.Context, source io.Reader) error {
	lines := make(chan []byte)
	in := bufio.NewScanner(source)
	in.Buffer(nil, maxContent)
	go func() { // a read of stdin ends only with the program
		defer close(lines)
		for in.Scan() {
			select {
			case lines <- bytes.Clone(in.Bytes()):
			case <-ctx.Done():
				return
			}
		}
	}()
	for number := 1; ; number++ {
		select {
		case line, more := <-lines:
			if !more {
				return readError(in.Err())
			}
			if err := f.obey(ctx, line); err != nil {
				f.tell(problem{fmt.Sprintf("line %d: %v", number, err)})
			}
		case <-ctx.Done():
			return nil
		}
	}
}

func readError(err error) error {
	if err != nil {
		return fmt.Errorf("cannot read which hosts to serve: %w", err)
	}
	return nil
}

func (f *fleet) obey(ctx context.Context, line []byte) error {
	o, err := parseOrder(line)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	end, served := f.ends[cmp.Or(o.Start, o.End)]
	switch {
	case o.End != "" && !served:
		return fmt.Errorf("cannot end host %q: there is none of this name", o.End)
	case o.End != "":
		end()
	case served:
		return fmt.Errorf("cannot start host %q: there is one of this name", o.Start)
	default:
		ctx, end := context.WithCancel(ctx)
		f.ends[o.Start] = end
		answered := f.targets.await()
		f.hosts.Go(func() { defer answered(); f.serve(ctx, o, answered) })
	}
	return nil
}

// serve runs a host from its order to its end, and calls answered when the host
// is ready.
func (f *fleet) serve(ctx context.Context, o order, answered func()) {
	last := hostEnded{Host: o.Start, Ended: true}
	if err := f.serveOne(ctx, o, answered); err != nil {
		last.Error = err.Error()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ends[o.Start]()
	delete(f.ends, o.Start) // the name is free when the end is reported
	f.print(last)
}

func (f *fleet) serveOne(ctx context.Context, o order, answered func()) error {
	options, err := o.change(f.options)
	if err != nil {
		return err
	}
	s, err := openSimulated(ctx, options, f.env)
	if err != nil {
		return err
	}
	f.tell(hostReady{o.Start, s.line})
	f.targets.add(o.Start, s.line, options.server.Edition, options.server.Compat)
	answered()
	return s.serve(ctx)
}

func (f *fleet) tell(answer any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.print(answer)
}

// errUntold ends a process whose answers cannot be written.
var errUntold = errors.New("cannot print what became of a host")

// print writes a line; the caller holds the lock.
func (f *fleet) print(answer any) {
	out := json.NewEncoder(f.env.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(answer); err != nil {
		f.fail(fmt.Errorf("%w: %v", errUntold, err))
	}
}
