package probe

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"slices"

	"github.com/gorilla/websocket"
)

// SendFragments writes one text message of at most 64 kB in three frames, with a
// ping before the last of them (RFC 6455, 5.4).
func (c *Conn) SendFragments(ctx context.Context, text []byte) error {
	const continuation = 0
	third := len(text) / 3
	conn := c.conn.NetConn()
	if err := conn.SetWriteDeadline(c.deadline(ctx)); err != nil {
		return err
	}
	for _, f := range [][]byte{
		frame(websocket.TextMessage, text[:third]), frame(continuation, text[third:2*third]),
		frame(websocket.PingMessage|final, []byte("between")), frame(continuation|final, text[2*third:]),
	} {
		if _, err := conn.Write(f); err != nil {
			return err
		}
	}
	return nil
}

// final says in the first byte of a frame that no more of its message follows.
const final = 0x80

// frame is one frame of a client, which masks what it sends (RFC 6455, 5.2).
func frame(first byte, payload []byte) []byte {
	const masked, seven, sixteen = 0x80, 125, 126
	head := []byte{first, masked | byte(min(len(payload), sixteen))}
	if len(payload) > seven {
		head = binary.BigEndian.AppendUint16(head, uint16(len(payload)))
	}
	mask := make([]byte, 4)
	_, _ = rand.Read(mask) // never fails
	payload = slices.Clone(payload)
	for i := range payload {
		payload[i] ^= mask[i%4]
	}
	return slices.Concat(head, mask, payload)
}
