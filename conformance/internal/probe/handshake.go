package probe

import (
	"context"
	"crypto/tls"
	"errors"
)

// Handshake tries one version of TLS, and no other, at an address, offering
// the given protocols. It returns what was negotiated, or the server's refusal.
func (s Server) Handshake(ctx context.Context, raw string, version uint16, protocols ...string) (tls.ConnectionState, error) {
	config := s.TLS.Clone()
	config.MinVersion, config.MaxVersion = version, version
	config.NextProtos = protocols
	conn, err := s.dial(ctx, raw, config)
	if err != nil {
		return tls.ConnectionState{}, err
	}
	defer conn.Close()
	return conn.ConnectionState(), nil
}

// Reachable tries a whole handshake at an address: the port is open, speaks
// TLS and has a certificate that is trusted.
func (s Server) Reachable(ctx context.Context, raw string) error {
	conn, err := s.dial(ctx, raw, s.TLS)
	if err != nil {
		return err
	}
	return conn.Close()
}

// IsUnreachable reports whether an error says that nothing accepts connections.
func IsUnreachable(err error) bool {
	var u *Unreachable
	return errors.As(err, &u)
}
