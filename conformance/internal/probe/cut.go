package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
)

// Cut sends the beginning of a request, on a connection of its own, and no more ever
// after. Answered is false if the server ends the connection without an answer, which
// it may; the error says that it did neither in time.
func (s Server) Cut(ctx context.Context, r Request) (reply Reply, answered bool, err error) {
	conn, err := s.openREST(ctx)
	if err != nil {
		return Reply{}, false, err
	}
	defer conn.Close()
	stop, err := s.await(ctx, conn)
	defer stop()
	if err != nil {
		return Reply{}, false, err
	}
	if _, err := conn.Write(r.Raw); err != nil {
		return Reply{}, false, nil // the server has seen enough
	}
	if err := closeWrite(conn.Conn); err != nil {
		return Reply{}, false, nil
	}
	got, err := readReply(conn.in, r.Verb)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return Reply{}, false, err
	}
	return got.Reply, err == nil, nil
}

// closeWrite tells the other side, in TLS and in TCP, that nothing follows.
func closeWrite(conn net.Conn) error {
	secure, isTLS := conn.(*tls.Conn)
	if !isTLS {
		return errors.New("no connection over TLS")
	}
	if err := secure.CloseWrite(); err != nil {
		return err
	}
	if plain, isTCP := secure.NetConn().(*net.TCPConn); isTCP {
		return plain.CloseWrite()
	}
	return nil
}
