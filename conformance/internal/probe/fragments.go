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
	third := len(text) / 3
	return c.writeRaw(ctx,
		frame(websocket.TextMessage, text[:third]), frame(continuation, text[third:2*third]),
		frame(websocket.PingMessage|final, []byte("between")), frame(continuation|final, text[2*third:]),
	)
}

// writeRaw writes bytes as they are, each piece in a write of its own.
func (c *Conn) writeRaw(ctx context.Context, pieces ...[]byte) error {
	conn := c.conn.NetConn()
	if err := conn.SetWriteDeadline(c.deadline(ctx)); err != nil {
		return err
	}
	for _, piece := range pieces {
		if _, err := conn.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// The first byte of a frame (RFC 6455, 5.2): final says that no more of its message
// follows, continuation that more came before. The second has the bit masked, and the
// mask is this long.
const (
	final        = 0x80
	continuation = 0
	masked       = 0x80
	maskLength   = 4
)

// frame is one frame of a client, which masks what it sends (RFC 6455, 5.2).
func frame(first byte, payload []byte) []byte {
	const seven, sixteen = 125, 126
	head := []byte{first, masked | byte(min(len(payload), sixteen))}
	if len(payload) > seven {
		head = binary.BigEndian.AppendUint16(head, uint16(len(payload)))
	}
	mask := make([]byte, maskLength)
	_, _ = rand.Read(mask) // never fails
	payload = slices.Clone(payload)
	for i := range payload {
		payload[i] ^= mask[i%maskLength]
	}
	return slices.Concat(head, mask, payload)
}
