package fuzz

import (
	"context"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/near"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// A client holds the connections to one target: one for each session, kept open,
// and those that REST requests share.
type client struct {
	endpoint conformance.Endpoint
	server   probe.Server
	rest     *probe.Kept
	conns    map[string]*probe.Conn
}

func newClient(e conformance.Endpoint, timeout time.Duration) (*client, error) {
	config, err := e.TLS()
	if err != nil {
		return nil, err
	}
	server := probe.Server{WS: e.WS, REST: e.REST, TLS: config, Timeout: timeout}
	return &client{endpoint: e, server: server, rest: &probe.Kept{Server: server}, conns: map[string]*probe.Conn{}}, nil
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
	c.rest.Close()
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
