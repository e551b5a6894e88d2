package fuzz

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/near"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// bodyLimit bounds the body of a reply, in bytes.
const bodyLimit = 64 << 20

// A client holds the connections to one target: one for each session, kept open,
// and those that REST requests share.
type client struct {
	endpoint conformance.Endpoint
	server   probe.Server
	http     *http.Client
	conns    map[string]*probe.Conn
}

func newClient(e conformance.Endpoint, timeout time.Duration) (*client, error) {
	config, err := e.TLS()
	if err != nil {
		return nil, err
	}
	over := config.Clone()
	over.NextProtos = []string{"http/1.1"}
	transport := &http.Transport{TLSClientConfig: over, TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{}, DisableCompression: true}
	return &client{
		endpoint: e, server: probe.Server{WS: e.WS, REST: e.REST, TLS: config, Timeout: timeout},
		http: &http.Client{Transport: transport, Timeout: timeout}, conns: map[string]*probe.Conn{},
	}, nil
}

// dial opens a session's connection anew.
func (c *client) dial(ctx context.Context, session string) error {
	c.hangUp(session)
	conn, _, err := c.server.Dial(ctx, nil)
	if err != nil {
		return err
	}
	c.conns[session] = conn
	return nil
}

// conn returns a session's connection, opened if need be.
func (c *client) conn(ctx context.Context, session string) (*probe.Conn, error) {
	if c.conns[session] == nil {
		if err := c.dial(ctx, session); err != nil {
			return nil, err
		}
	}
	return c.conns[session], nil
}

func (c *client) hangUp(session string) {
	if conn := c.conns[session]; conn != nil {
		_ = conn.Close()
	}
	delete(c.conns, session)
}

func (c *client) close() {
	for session := range c.conns {
		c.hangUp(session)
	}
	c.http.CloseIdleConnections()
}

// put sends a request over REST and returns the status and the body.
func (c *client) put(ctx context.Context, path string, body []byte, user, password string) (int, []byte, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodPut, c.endpoint.REST+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	q.Header.Set("Content-Type", "application/json")
	if user != "" {
		q.SetBasicAuth(user, password)
	}
	reply, err := c.http.Do(q)
	if err != nil {
		return 0, nil, err
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(io.LimitReader(reply.Body, bodyLimit))
	if err != nil {
		return 0, nil, fmt.Errorf("cannot read the body of the reply: %w", err)
	}
	return reply.StatusCode, text, nil
}

// guesses are credentials that are nearly right, by what a step calls who has
// them.
var guesses = map[string]func(user, password string) (string, string){
	"nobody":   func(string, string) (string, string) { return "", "" },
	"stranger": func(_, password string) (string, string) { return near.Absent, password },
	"shouter":  func(user, password string) (string, string) { return near.SwapCase(user), password },
	"namesake": func(user, _ string) (string, string) { return user, user },
	"mute":     func(user, _ string) (string, string) { return user, "" },
	"guesser":  func(user, password string) (string, string) { return user, password + "x" },
	"short":    func(user, password string) (string, string) { return user, near.AllButLast(password) },
	"swapped":  func(user, password string) (string, string) { return user, near.SwapCase(password) },
	"padded":   func(user, password string) (string, string) { return user, password + " " },
}

// credentials are those of somebody, and whether they are right.
func (c *client) credentials(as string) (user, password string, right bool) {
	if guess, wrong := guesses[as]; wrong {
		user, password = guess(c.endpoint.User, c.endpoint.Password)
		return user, password, false
	}
	return c.endpoint.User, c.endpoint.Password, true
}
