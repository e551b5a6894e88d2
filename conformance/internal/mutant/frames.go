package mutant

import (
	"encoding/binary"
	"net"

	gorilla "github.com/gorilla/websocket"
)

// The first byte of a frame (RFC 6455, 5.2): final says that no more of its message
// follows, continuation that more came before.
const (
	final        = 0x80
	continuation = 0
)

// writeFragments writes a text message in frames of which some are empty, with pings
// and unasked pongs between them (RFC 6455, 5.4 and 5.5).
func writeFragments(conn net.Conn, text []byte) error {
	for i, part := range parts(text) {
		kind := byte(continuation)
		if i == 0 {
			kind = gorilla.TextMessage
		}
		for _, f := range [][]byte{
			frame(kind, part), frame(final|gorilla.PingMessage, []byte("still there?")), frame(final|gorilla.PongMessage, nil),
		} {
			if _, err := conn.Write(f); err != nil {
				return err
			}
		}
	}
	_, err := conn.Write(frame(final|continuation, nil))
	return err
}

// parts are a text in pieces, one of them empty; a cut may part the bytes of a letter.
func parts(text []byte) [][]byte {
	first, half := min(1, len(text)), (len(text)+1)/2
	return [][]byte{nil, text[:first], text[first:half], text[half:]}
}

// frame is one frame of a server, which does not mask what it sends.
func frame(first byte, payload []byte) []byte {
	const sixteen, sixtyFour = 126, 127
	head := []byte{first, byte(len(payload))}
	switch {
	case len(payload) >= 1<<16:
		head = binary.BigEndian.AppendUint64([]byte{first, sixtyFour}, uint64(len(payload)))
	case len(payload) >= sixteen:
		head = binary.BigEndian.AppendUint16([]byte{first, sixteen}, uint16(len(payload)))
	}
	return append(head, payload...)
}
