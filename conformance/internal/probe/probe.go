// Package probe sends exact bytes to a sysadm server, over TLS WebSocket and
// REST, and returns exact bytes. It uses no Go type of any server and does not
// interpret the bytes.
package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"
)

// A Server is where to send: the addresses of its two ports and how its
// certificate is to be checked.
type Server struct {
	// WS and REST are URLs as a ready line names them, wss://host:port and
	// https://host:port. An empty one is a port that is not probed.
	WS, REST string

	// TLS decides whom to trust. It is cloned, never changed.
	TLS *tls.Config

	// Timeout bounds every single wait: a handshake, a reply.
	Timeout time.Duration

	// From is the address that connections come from; nil is the system's choice.
	From net.IP
}

// address returns host:port of a URL.
func address(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.Port() == "" {
		return "", fmt.Errorf("cannot read address %q: it must look like wss://host:port or https://host:port", raw)
	}
	return u.Host, nil
}

// curves are what to offer: first the one that every server of TLS 1.3 must know
// (RFC 8446, 9.1), which takes half the time of the next; then, to a server that
// will have none of it, all that servers of all ages know. The newer hybrid ones,
// which are offered by default, take longer than all the rest of a handshake.
var curves = [][]tls.CurveID{
	{tls.CurveP256},
	{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521},
}

// dial opens a TLS connection to one port with the given configuration. The
// error of the TCP connection is one that IsUnreachable knows.
func (s Server) dial(ctx context.Context, raw string, config *tls.Config) (conn *tls.Conn, err error) {
	addr, err := address(raw)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	config = config.Clone()
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(addr)
	}
	for _, config.CurvePreferences = range curves {
		if conn, err = s.shake(ctx, addr, config.Clone()); err == nil || !refused(err) {
			break
		}
	}
	return conn, err
}

// refused reports whether a server ended a handshake with an alert.
func refused(err error) bool {
	var alert *net.OpError
	return errors.As(err, &alert) && alert.Op == "remote error"
}

// shake makes a connection and shakes hands.
func (s Server) shake(ctx context.Context, addr string, config *tls.Config) (*tls.Conn, error) {
	plain, err := s.dialer().DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, &unreachable{Err: err}
	}
	conn := tls.Client(plain, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		plain.Close()
		return nil, fmt.Errorf("cannot make a TLS connection to %s: %w", addr, err)
	}
	return conn, nil
}

func (s Server) dialer() *net.Dialer {
	if s.From == nil {
		return new(net.Dialer)
	}
	return &net.Dialer{LocalAddr: &net.TCPAddr{IP: s.From}}
}

// unreachable says that nothing accepts connections at an address.
type unreachable struct{ Err error }

// Error says which address does not answer.
func (u *unreachable) Error() string { return "cannot reach the server: " + u.Err.Error() }

// Unwrap returns the network's error.
func (u *unreachable) Unwrap() error { return u.Err }

// IsUnreachable reports whether an error says that nothing accepts connections.
func IsUnreachable(err error) bool {
	var u *unreachable
	return errors.As(err, &u)
}
