package server_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// The first bytes of frames that tests send by hand (RFC 6455, section 5.2).
const (
	final       = 0x80
	opText      = 1
	frameText   = final | opText
	frameBinary = final | 2
	frameClose  = final | 8
	framePing   = final | 9
	framePong   = final | 10
)

// handshake requests a WebSocket connection.
const handshake = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n"

// A wire is a connection on which a test writes every byte itself.
type wire struct {
	*tls.Conn
	r *bufio.Reader
}

// rawDial connects to the port of a URL.
func (tg *target) rawDial(url string) (*wire, error) {
	_, address, _ := strings.Cut(url, "://")
	conn, err := tls.Dial("tcp", address, tg.tls)
	if err != nil {
		return nil, err
	}
	tg.t.Cleanup(func() { _ = conn.Close() })
	return &wire{conn, bufio.NewReader(conn)}, conn.SetDeadline(time.Now().Add(time.Minute))
}

// rawWS opens a WebSocket connection on which the test sends frames itself.
func (tg *target) rawWS() (*wire, error) {
	w, err := tg.rawDial(tg.ready.WS)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, handshake); err != nil {
		return nil, err
	}
	reply, err := http.ReadResponse(w.r, nil)
	if err != nil {
		return nil, err
	}
	if reply.StatusCode != http.StatusSwitchingProtocols {
		return nil, fmt.Errorf("the handshake was answered with %s", reply.Status)
	}
	return w, nil
}

// writeFrame sends one frame, masked with zeros, because a client's frames must
// be masked.
func (w *wire) writeFrame(first byte, payload []byte) error {
	frame := []byte{first}
	switch n := len(payload); {
	case n < 126:
		frame = append(frame, 0x80|byte(n))
	case n < 1<<16:
		frame = binary.BigEndian.AppendUint16(append(frame, 0x80|126), uint16(n))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 0x80|127), uint64(n))
	}
	frame = append(frame, 0, 0, 0, 0)
	_, err := w.Write(append(frame, payload...))
	return err
}

// readFrame returns the next frame, which must be a whole message.
func (w *wire) readFrame() (opcode byte, payload []byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(w.r, head[:]); err != nil {
		return 0, nil, err
	}
	n := uint64(head[1] & 0x7f)
	switch n {
	case 126:
		var long [2]byte
		_, err = io.ReadFull(w.r, long[:])
		n = uint64(binary.BigEndian.Uint16(long[:]))
	case 127:
		var long [8]byte
		_, err = io.ReadFull(w.r, long[:])
		n = binary.BigEndian.Uint64(long[:])
	}
	if err != nil {
		return 0, nil, err
	}
	payload = make([]byte, n)
	_, err = io.ReadFull(w.r, payload)
	return head[0] & 0x0f, payload, err
}

// A payload is a sent or received one: text, or bytes in base64.
type payload struct{ Text, Base64 *string }

func (p payload) bytes() []byte {
	if p.Base64 != nil {
		b, _ := base64.StdEncoding.DecodeString(*p.Base64)
		return b
	}
	if p.Text == nil {
		return nil
	}
	return bytes.Clone([]byte(*p.Text))
}
