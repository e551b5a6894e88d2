package probe

import (
	"bytes"
	"context"
	"slices"

	"github.com/gorilla/websocket"
)

// Forbidden are frames that a client must not send, by name, made around the text of
// a message. Behind any of them a server reads no more (RFC 6455, 7.1.7; behind a
// goodbye 1.4).
var Forbidden = map[string]func(text []byte) []byte{
	"unmasked":       func(text []byte) []byte { return unmasked(final|websocket.TextMessage, text) },                    // 5.1
	"bit-1":          func(text []byte) []byte { return frame(final|0x40|websocket.TextMessage, text) },                  // 5.2
	"bit-2":          func(text []byte) []byte { return frame(final|0x20|websocket.TextMessage, text) },                  // 5.2
	"bit-3":          func(text []byte) []byte { return frame(final|0x10|websocket.TextMessage, text) },                  // 5.2
	"data-code":      func(text []byte) []byte { return frame(final|0x3, text) },                                         // 5.2
	"control-code":   func([]byte) []byte { return frame(final|0xb, []byte("what?")) },                                   // 5.2
	"unbegun":        func(text []byte) []byte { return frame(final|continuation, text) },                                // 5.4
	"unended":        func([]byte) []byte { return frame(websocket.TextMessage, []byte("{")) },                           // 5.4
	"control-long":   func([]byte) []byte { return frame(final|websocket.PingMessage, make([]byte, 126)) },               // 5.5
	"control-parted": func([]byte) []byte { return frame(websocket.PingMessage, []byte("what?")) },                       // 5.5
	"goodbye":        func([]byte) []byte { return frame(final|websocket.CloseMessage, []byte{1000 >> 8, 1000 & 0xff}) }, // 5.5.1
}

// SendForbidden writes the named frames and, right behind them, the message in a
// frame as it should be.
func (c *Conn) SendForbidden(ctx context.Context, name string, text []byte) error {
	return c.writeRaw(ctx, slices.Concat(Forbidden[name](text), frame(final|websocket.TextMessage, text)))
}

// SendCut writes a message in a frame that says that more will come, and sends no
// more ever after.
func (c *Conn) SendCut(ctx context.Context, text []byte) error {
	if err := c.writeRaw(ctx, frame(websocket.TextMessage, text)); err != nil {
		return err
	}
	return closeWrite(c.conn.NetConn())
}

// unmasked is a frame without its mask and the bit that tells of it.
func unmasked(first byte, payload []byte) []byte {
	f := frame(first, payload)
	head := len(f) - len(payload) - maskLength
	f[1] &^= masked
	return slices.Concat(f[:head], bytes.Clone(payload))
}
