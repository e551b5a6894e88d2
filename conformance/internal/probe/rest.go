package probe

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"time"
)

// A Request is one HTTP request.
type Request struct {
	Verb, Path string

	// User and Password go into a Basic header; if both are empty none is sent.
	User, Password string

	Body []byte

	// Type declares the body; empty is application/json.
	Type string

	// Chunked sends the body in two chunks, without its length.
	Chunked bool

	// Raw is sent in place of all that, if there is any.
	Raw []byte
}

// Text is what a request says beside its verb and path: the body, or, of a raw one,
// all that follows its first line, with plain line breaks.
func (r Request) Text() []byte {
	if _, rest, raw := bytes.Cut(r.Raw, []byte("\r\n")); raw {
		return bytes.ReplaceAll(rest, []byte("\r\n"), []byte("\n"))
	}
	return r.Body
}

// A Reply is the HTTP answer.
type Reply struct {
	Status int
	Proto  string
	Header http.Header
	Body   []byte
}

// Do sends a request on a connection of its own, headers and body in one
// write, as the server of 2016 needs it, and reads the answer.
func (s Server) Do(ctx context.Context, r Request) (Reply, error) {
	conn, err := s.openREST(ctx)
	if err != nil {
		return Reply{}, err
	}
	defer conn.Close()
	reply, err := s.exchange(ctx, conn, r, "close")
	if r.Verb == http.MethodHead {
		reply.Body, _ = io.ReadAll(conn.in) // what nobody may send (RFC 9110, 9.3.2)
	}
	return reply.Reply, err
}

// A restConn is a connection to the REST port.
type restConn struct {
	*tls.Conn
	in *bufio.Reader
}

func (s Server) openREST(ctx context.Context) (*restConn, error) {
	config := s.TLS.Clone()
	config.NextProtos = []string{"http/1.1"}
	conn, err := s.dial(ctx, s.REST, config)
	if err != nil {
		return nil, err
	}
	return &restConn{conn, bufio.NewReader(conn)}, nil
}

// received is a reply, or how much of one came.
type received struct {
	Reply
	begun bool // its first byte came
	last  bool // nothing may follow on its connection
}

// await gives a connection the time of one wait, which ends early with ctx. After
// stop it no longer does.
func (s Server) await(ctx context.Context, c *restConn) (stop func() bool, err error) {
	stop = context.AfterFunc(ctx, func() { c.NetConn().Close() })
	return stop, c.SetDeadline(time.Now().Add(s.Timeout))
}

// exchange sends a request and reads the answer, in the time of one wait.
func (s Server) exchange(ctx context.Context, c *restConn, r Request, connection string) (received, error) {
	stop, err := s.await(ctx, c)
	defer stop()
	if err != nil {
		return received{}, err
	}
	text, err := r.bytes(s.REST, connection)
	if err != nil {
		return received{}, err
	}
	// A server may refuse a large request before it has read all of it, so
	// the answer is looked for even when not everything could be sent.
	_, unsent := c.Write(text)
	reply, err := readReply(c.in, r.Verb)
	if err != nil && unsent != nil {
		return reply, fmt.Errorf("cannot send the request: %w", unsent)
	}
	return reply, err
}

func readReply(in *bufio.Reader, verb string) (received, error) {
	if _, err := in.Peek(1); err != nil {
		return received{}, fmt.Errorf("cannot read the reply: %w", err)
	}
	response, err := readFinal(in, verb)
	if err != nil {
		return received{begun: true}, fmt.Errorf("cannot read the reply: %w", err)
	}
	defer response.Body.Close()
	if coding := response.TransferEncoding; len(coding) > 0 {
		response.Header["Transfer-Encoding"] = coding // which is taken from among the others
	}
	reply := received{
		Reply: Reply{Status: response.StatusCode, Proto: response.Proto, Header: response.Header},
		begun: true, last: response.Close,
	}
	reply.Body, err = io.ReadAll(io.LimitReader(response.Body, replyLimit))
	if err != nil {
		return reply, fmt.Errorf("cannot read the body of the reply: %w", err)
	}
	return reply, nil
}

// readFinal passes over what only says that more will come (RFC 9110, 15.2).
func readFinal(in *bufio.Reader, verb string) (*http.Response, error) {
	for {
		response, err := http.ReadResponse(in, &http.Request{Method: verb})
		if err != nil || response.StatusCode >= http.StatusOK || response.StatusCode == http.StatusSwitchingProtocols {
			return response, err
		}
	}
}

// bytes writes the request as HTTP/1.1.
func (r Request) bytes(raw, connection string) ([]byte, error) {
	if len(r.Raw) > 0 {
		return r.Raw, nil
	}
	host, err := address(raw)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(len(r.Body) + 512) // a large body is copied once
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.Verb, r.Path, host)
	fmt.Fprintf(&b, "Accept: application/json\r\nContent-Type: %s\r\nConnection: %s\r\n", cmp.Or(r.Type, "application/json"), connection)
	if r.User != "" || r.Password != "" {
		basic := base64.StdEncoding.EncodeToString([]byte(r.User + ":" + r.Password))
		fmt.Fprintf(&b, "Authorization: Basic %s\r\n", basic)
	}
	if r.Chunked {
		half := len(r.Body) / 2
		fmt.Fprintf(&b, "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", half, r.Body[:half], len(r.Body)-half, r.Body[half:])
		return b.Bytes(), nil
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(r.Body))
	b.Write(r.Body)
	return b.Bytes(), nil
}
