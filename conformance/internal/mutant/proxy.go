package mutant

import (
	"context"
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
	"github.com/sysadm-go/sysadm/conformance/internal/selfsigned"
)

// A proxy stands before both ports of one server. Without hooks it passes on
// every byte of every message; a mutant adds hooks before it listens.
type proxy struct {
	setting conformance.Setting
	inner   conformance.Endpoint
	trust   *tls.Config // for the inner server
	forward *http.Transport

	// What a mutant may change.
	tls        *tls.Config             // of both ports
	http2      bool                    // over REST
	plain      bool                    // requests without TLS are served, too
	inside     func(net.Conn) net.Conn // what every connection is read and written through, inside TLS; nil: itself
	connects   []func(http.Header) int // a WebSocket handshake; a status other than 0 refuses it
	pong       func(ping string) (text string, sent bool)
	mute       bool              // a goodbye is not answered
	gates      []func(*exchange) // without the lock, before the server gets a request: so they may wait
	requests   []func(*exchange) // before the server gets them
	replies    []func(*exchange) // before the client gets them
	events     []func(*client, message) []message
	afterwards []func(*exchange)                // when a reply has been sent
	leaves     []func(*client)                  // when a client ends its connection
	bytes      []func(*exchange, []byte) []byte // the text of a reply

	writes  func(net.Conn, []byte) error          // a message over WebSocket, frame by frame; nil is one frame
	answers func(x *exchange, text []byte) []byte // all of an answer over REST; nil leaves it to Go

	mu    sync.Mutex // held while hooks run, so that they may keep state
	count int        // of WebSocket connections and REST requests so far

	ctx      context.Context // ends with the proxy
	cancel   context.CancelFunc
	ws, rest net.Listener
	servers  []*http.Server
	running  sync.WaitGroup
	closed   bool
}

// A message is a JSON object.
type message = map[string]any

func newProxy(inner conformance.Endpoint, s conformance.Setting) (*proxy, error) {
	trust, err := inner.TLS()
	if err != nil {
		return nil, err
	}
	own, err := selfsigned.Quick()
	if err != nil {
		return nil, fmt.Errorf("cannot make a certificate: %v", err)
	}
	trust.NextProtos = []string{"http/1.1"}
	trust.ClientSessionCache = tls.NewLRUClientSessionCache(4)
	p := &proxy{
		setting: s, inner: inner, trust: trust,
		tls: &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{own}, NextProtos: []string{"http/1.1"}},
	}
	p.forward = &http.Transport{
		DialContext: dial, TLSClientConfig: trust, DisableCompression: true, DisableKeepAlives: true,
		TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{},
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p, nil
}

// listen opens both ports, where the inner server has them.
func (p *proxy) listen() (err error) {
	if p.http2 {
		p.tls.NextProtos = []string{"h2", "http/1.1"}
	}
	if p.ws, err = p.serve(p.serveWebSocket); err == nil {
		p.rest, err = p.serve(p.serveREST)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("cannot listen for a mutant: %v", err), p.close())
	}
	return nil
}

func (p *proxy) serve(handle http.HandlerFunc) (net.Listener, error) {
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	protocols := map[string]func(*http.Server, *tls.Conn, http.Handler){}
	if p.http2 {
		protocols = nil
	}
	server := &http.Server{
		Handler: p.handled(handle), TLSConfig: p.tls.Clone(), TLSNextProto: protocols, ReadHeaderTimeout: time.Minute,
		ErrorLog:    log.New(io.Discard, "", 0), // a suite that tries bad handshakes is no news
		BaseContext: func(net.Listener) context.Context { return p.ctx },
	}
	p.servers = append(p.servers, server)
	p.running.Go(func() {
		switch {
		case p.plain:
			_ = server.Serve(wrapping{plain, func(c net.Conn) net.Conn { return &eitherConn{Conn: c, config: p.tls} }})
		case p.inside != nil:
			_ = server.Serve(wrapping{tls.NewListener(plain, p.tls), p.inside})
		default:
			_ = server.ServeTLS(plain, "", "")
		}
	})
	return plain, nil
}

// A wrapping listener puts something around each connection.
type wrapping struct {
	net.Listener
	wrap func(net.Conn) net.Conn
}

// Accept never reads, so that a silent client does not keep others waiting.
func (l wrapping) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return l.wrap(conn), nil
}

// close ends every connection and waits for whoever served it.
func (p *proxy) close() error {
	p.cancel()
	hooked(p, func() { p.closed = true })
	var errs []error
	for _, s := range p.servers {
		errs = append(errs, s.Close())
	}
	p.running.Wait()
	p.forward.CloseIdleConnections()
	return errors.Join(errs...)
}

// handled counts a handler among what close waits for.
func (p *proxy) handled(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		ended := true
		hooked(p, func() {
			if ended = p.closed; !ended {
				p.running.Add(1)
			}
		})
		if ended {
			panic(http.ErrAbortHandler)
		}
		defer p.running.Done()
		handle(w, q)
	}
}

// strike runs hooks, one after the other, under the lock.
func strike[T any](p *proxy, hooks []func(T), on T) {
	hooked(p, func() {
		for _, hook := range hooks {
			hook(on)
		}
	})
}

// hooked runs something under the lock.
func hooked(p *proxy, run func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	run()
}
