package probe

import (
	"bufio"
	"context"
	"errors"
	"os"
)

// Pipeline sends requests in one write, on a connection of its own, and reads the
// answers, up to one behind which the server ends the connection, as it always may (RFC
// 9112, 9.5).
func (s Server) Pipeline(ctx context.Context, requests []Request) ([]Reply, error) {
	conn, err := s.openREST(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop, err := s.await(ctx, conn)
	defer stop()
	if err != nil {
		return nil, err
	}
	text, err := pipelined(requests, s.REST)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Write(text); err != nil {
		return nil, err
	}
	return readReplies(conn.in, requests)
}

func pipelined(requests []Request, address string) (text []byte, err error) {
	for _, r := range requests {
		one, err := r.bytes(address, "keep-alive")
		if err != nil {
			return nil, err
		}
		text = append(text, one...)
	}
	return text, nil
}

func readReplies(in *bufio.Reader, requests []Request) (replies []Reply, err error) {
	for _, r := range requests {
		got, err := readReply(in, r.Verb)
		if len(replies) > 0 && !got.begun && !errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		if err != nil {
			return replies, err
		}
		if replies = append(replies, got.Reply); got.last {
			break
		}
	}
	return replies, nil
}
