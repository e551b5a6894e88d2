package load

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// A Client repeats one question over one connection. It belongs to one
// goroutine.
type Client interface {
	// Ask sends the question and returns the size of the reply in bytes. A
	// reply that is not an answer, or differs in size from the first, is an
	// error. The content of the reply is valid until the next Ask.
	Ask() (size int, err error)

	// Close closes the connection and ends a waiting Ask.
	Close() error
}

// A Transport opens a connection for a question. On the floor (reply > 0), the
// reply has that size and there is no login.
type Transport struct {
	Name string
	dial func(ctx context.Context, to process.Ready, q Question, reply int) (Client, error)
}

// The two transports of the API.
var (
	WebSocket = Transport{"WebSocket", dialWebSocket}
	REST      = Transport{"REST", dialREST}
)

// Open connects to a server of the API and logs in.
func (t Transport) Open(ctx context.Context, to process.Ready, q Question) (Client, error) {
	return t.open(ctx, to, q, 0)
}

// OpenFloor connects to the floor, which answers with reply bytes.
func (t Transport) OpenFloor(ctx context.Context, to process.Ready, q Question, reply int) (Client, error) {
	return t.open(ctx, to, q, reply)
}

func (t Transport) open(ctx context.Context, to process.Ready, q Question, reply int) (Client, error) {
	c, err := t.dial(ctx, to, q, reply)
	if err != nil {
		return nil, fmt.Errorf("cannot connect over %s: %w", t.Name, err)
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	return &bounded{Client: c, stop: stop}, nil
}

// A bounded client closes when its context ends.
type bounded struct {
	Client
	stop func() bool
}

// Close ends the connection.
func (b *bounded) Close() error {
	b.stop()
	return b.Client.Close()
}

// trust returns a TLS configuration that trusts the server's certificate.
func trust(r process.Ready) (*tls.Config, error) {
	text, err := os.ReadFile(r.CAFile)
	if err != nil {
		return nil, fmt.Errorf("cannot read the certificate: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate", r.CAFile)
	}
	return &tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}, nil
}

// A checker compares every reply with the first one, which must answer the
// action.
type checker struct {
	action string // empty on the floor, which does not answer
	first  int    // bytes; 0 before the first
}

func (c *checker) check(reply []byte) (int, error) {
	switch {
	case len(reply) == c.first && c.first > 0:
		return c.first, nil
	case c.first > 0:
		return 0, fmt.Errorf("a reply has %d bytes, the first had %d: %.300s", len(reply), c.first, reply)
	case c.action != "" && !answers(reply, c.action):
		return 0, fmt.Errorf("no answer to %s: %.300s", c.action, reply)
	}
	c.first = len(reply)
	return c.first, nil
}

// answers reports whether the reply answers the action, and is not an error.
func answers(reply []byte, action string) bool {
	var m struct {
		Args map[string]map[string]any `json:"args"`
	}
	err := json.Unmarshal(reply, &m)
	answer := m.Args[action]
	_, refused := answer["error"]
	return err == nil && len(answer) > 0 && !refused
}

var errLogin = errors.New("the login was refused")
