// Package independent is a third right server of the contract, small and
// complete. It was written without using sysadm-server or the imitation of
// iocage. A suite that passed only one family of servers would prove little.
//
// It answers from tables and maps under one lock: no process, no file, no type
// for a message. Both transports, WebSocket and REST, turn what they receive
// into a question and look up the answer.
package independent

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/outside"
	"github.com/sysadm-go/sysadm/conformance/internal/selfsigned"
)

// A Host has a new server with two jails and two pools at every start. It claims
// any edition, in the documented way of answering.
type Host struct{}

// Simulated is true: each server is fresh, and has the state that was asked for.
func (Host) Simulated() bool { return true }

// Close has nothing to end.
func (Host) Close() error { return nil }

// Start opens the ports of a server. What it returns closes them, and waits for
// every connection and job.
func (Host) Start(ctx context.Context, set conformance.Setting) (conformance.Endpoint, func() error, error) {
	_, e, stop, err := start(ctx, set)
	return e, stop, err
}

func start(ctx context.Context, set conformance.Setting) (*server, conformance.Endpoint, func() error, error) {
	certificate, err := selfsigned.Quick()
	if err != nil {
		return nil, conformance.Endpoint{}, nil, fmt.Errorf("cannot make a certificate: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s := newServer(ctx, set)
	p := ports{config: &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}}}
	stop := func() error {
		s.mu.Lock()
		cancel()
		s.mu.Unlock()
		err := p.close()
		s.busy.Wait()
		return err
	}
	e := conformance.Endpoint{
		Fingerprint: fmt.Sprintf("%x", sha256.Sum256(certificate.Certificate[0])),
		User:        admin, Password: passwords[admin], Operator: operator, OperatorPassword: passwords[operator],
	}
	where := "127.0.0.1"
	if set.Outside {
		where = outside.Address()
	}
	e.WS = "wss://" + p.open(where, true, http.HandlerFunc(s.webSocket))
	e.REST = "https://" + p.open(where, true, http.HandlerFunc(s.rest))
	if set.Levers {
		e.Levers = "http://" + p.open("127.0.0.1", false, http.HandlerFunc(s.lever))
	}
	if p.err != nil {
		return nil, conformance.Endpoint{}, nil, errors.Join(p.err, stop())
	}
	return s, e, stop, nil
}

// ports are the doors of one server.
type ports struct {
	config  *tls.Config
	servers []*http.Server
	serving sync.WaitGroup
	err     error // of the first that could not be opened
}

// open serves on a free port of an address and returns both.
func (p *ports) open(ip string, secure bool, handler http.Handler) string {
	listener, err := net.Listen("tcp", net.JoinHostPort(ip, "0"))
	if err != nil {
		p.err = errors.Join(p.err, fmt.Errorf("cannot open a port: %w", err))
		return ""
	}
	address := listener.Addr().String()
	if secure {
		listener = tls.NewListener(listener, p.config)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
	p.servers = append(p.servers, server)
	p.serving.Go(func() { _ = server.Serve(listener) })
	return address
}

func (p *ports) close() (err error) {
	for _, server := range p.servers {
		err = errors.Join(err, server.Close())
	}
	p.serving.Wait()
	return err
}
