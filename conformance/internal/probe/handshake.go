package probe

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"time"
)

// Handshake tries one version of TLS, and no other, at an address, offering
// the given protocols; version 0 is any that is safe. It returns what was
// negotiated, or the server's refusal.
func (s Server) Handshake(ctx context.Context, raw string, version uint16, protocols ...string) (tls.ConnectionState, error) {
	config := s.TLS.Clone()
	if version != 0 {
		config.MinVersion, config.MaxVersion = version, version
	}
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

// Plain reports whether a server obeys an HTTP request that comes without TLS.
// One that answers it with an error, or hangs up, does not.
func (s Server) Plain(ctx context.Context, raw string) bool {
	addr, err := address(raw)
	if err != nil {
		return false
	}
	conn, err := (&net.Dialer{Timeout: s.Timeout}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return false
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if conn.SetDeadline(time.Now().Add(min(s.Timeout, plainLimit))) != nil {
		return false
	}
	if _, err := io.WriteString(conn, upgrade(addr)); err != nil {
		return false
	}
	reply, err := readReply(bufio.NewReader(conn), http.MethodGet)
	return err == nil && (reply.Status < 300 || reply.Status == http.StatusUnauthorized)
}

// upgrade asks for rpc/query, and for a WebSocket, in one request.
func upgrade(host string) string {
	return "GET /rpc/query HTTP/1.1\r\nHost: " + host + "\r\n" +
		"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: c3lzYWRtLWNvbmZvcm1hbg==\r\nContent-Length: 2\r\n\r\n{}"
}

// plainLimit bounds the wait for an answer to what a server need not answer.
const plainLimit = 3 * time.Second
