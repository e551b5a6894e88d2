package server_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// Bits and opcodes of a frame (RFC 6455, section 5.2).
const (
	fin, rsv1, rsv2, rsv3, masked = 0x80, 0x40, 0x20, 0x10, 0x80

	more, text, binaryData = 0x0, 0x1, 0x2
	closing, ping, pong    = 0x8, 0x9, 0xA
)

// frame returns a frame as a client sends it: masked, with the shortest form of
// its length.
func frame(first byte, payload string) string {
	switch {
	case len(payload) < 126:
		return frameOf(first, masked|byte(len(payload)), "", payload)
	case len(payload) < 1<<16:
		return frameOf(first, masked|126, length(payload, 2), payload)
	}
	return frameOf(first, masked|127, length(payload, 8), payload)
}

// length encodes the length of a payload in the given number of bytes.
func length(payload string, bytes int) string {
	return string(binary.BigEndian.AppendUint64(nil, uint64(len(payload)))[8-bytes:])
}

// frameOf returns a frame with any length field.
func frameOf(first, second byte, length, payload string) string {
	if second&masked == 0 {
		return string([]byte{first, second}) + length + payload
	}
	key, body := "\x1f\x2e\x3d\x4c", []byte(payload)
	for i := range body {
		body[i] ^= key[i%len(key)]
	}
	return string([]byte{first, second}) + length + key + string(body)
}

// asking returns a request with an id, padded with blanks to n bytes.
func asking(id string, n int) string {
	request := `{"namespace":"rpc","name":"identify","id":"` + id + `"}`
	return request + strings.Repeat(" ", max(0, n-len(request)))
}

func closed(code uint16, reason string) string {
	return frame(fin|closing, string(binary.BigEndian.AppendUint16(nil, code))+reason)
}

// A frameTest is what a client sends and the frames it gets. Unless the
// connection ends, one more request must be answered.
type frameTest struct {
	name string
	sent string
	want []string
}

// alive is the answer to the request that follows each test.
const alive = "text alive"

func framingTests() (tests []frameTest) {
	for _, n := range []int{44, 125, 126, 127, 128, 65535, 65536} {
		for _, kind := range []byte{text, binaryData} {
			tests = append(tests, frameTest{fmt.Sprintf("opcode %d with %d bytes", kind, n), frame(fin|kind, asking("a", n)), []string{"text a", alive}})
		}
	}
	request := asking("a", 0)
	return append(tests,
		frameTest{"an empty text", frame(fin|text, ""), []string{"text ", alive}},
		frameTest{"a length in two bytes that fits in one", frameOf(fin|text, masked|126, length(request, 2), request), []string{"text a", alive}},
		frameTest{"a length in eight bytes that fits in one", frameOf(fin|text, masked|127, length(request, 8), request), []string{"text a", alive}},
		frameTest{"no mask", frameOf(fin|text, byte(len(request)), "", request), []string{"close 1002"}},
		frameTest{"a ping without mask", frameOf(fin|ping, 0, "", ""), []string{"close 1002"}},
	)
}

func pingTests() []frameTest {
	var ten string
	var answers []string
	for i := range 10 {
		ten += frame(fin|ping, fmt.Sprint(i))
		answers = append(answers, fmt.Sprint("pong ", i))
	}
	longest := strings.Repeat("p", 125)
	return []frameTest{
		{"a ping", frame(fin|ping, ""), []string{"pong ", alive}},
		{"a ping with a payload", frame(fin|ping, "hello"), []string{"pong hello", alive}},
		{"a ping that is no text", frame(fin|ping, "\x00\xff\xfe\xfd"), []string{"pong \x00\xff\xfe\xfd", alive}},
		{"the longest ping", frame(fin|ping, longest), []string{"pong " + longest, alive}},
		{"a ping that is too long", frame(fin|ping, longest+"p"), []string{"close 1002"}},
		{"a pong that nobody asked for", frame(fin|pong, "hello"), []string{alive}},
		{"a pong, then a ping", frame(fin|pong, "a") + frame(fin|ping, "b"), []string{"pong b", alive}},
		{"ten pings", ten, append(answers, alive)},
	}
}

func reservedTests() (tests []frameTest) {
	for _, bits := range []byte{rsv1, rsv2, rsv3, rsv1 | rsv2, rsv1 | rsv2 | rsv3} {
		for _, opcode := range []byte{text, binaryData, ping, pong, closing} {
			tests = append(tests, frameTest{fmt.Sprintf("bits %#x of opcode %d", bits, opcode), frame(fin|bits|opcode, ""), []string{"close 1002"}})
		}
	}
	for _, opcode := range []byte{3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF} {
		tests = append(tests,
			frameTest{fmt.Sprintf("opcode %d", opcode), frame(fin|opcode, ""), []string{"close 1002"}},
			frameTest{fmt.Sprintf("opcode %d behind a request", opcode), frame(fin|text, asking("a", 0)) + frame(fin|opcode, "x"), []string{"text a", "close 1002"}})
	}
	return tests
}

func fragmentTests() []frameTest {
	request := asking("a", 0)
	byByte := frame(text, "")
	for _, b := range []byte(request) {
		byByte += frame(more, string(b))
	}
	return []frameTest{
		{"a ping in pieces", frame(ping, "a") + frame(fin|more, "b"), []string{"close 1002"}},
		{"a pong in pieces", frame(pong, "a") + frame(fin|more, "b"), []string{"close 1002"}},
		{"a close in pieces", frame(closing, "") + frame(fin|more, ""), []string{"close 1002"}},
		{"text in two pieces", frame(text, request[:9]) + frame(fin|more, request[9:]), []string{"text a", alive}},
		{"binary in two pieces", frame(binaryData, request[:9]) + frame(fin|more, request[9:]), []string{"text a", alive}},
		{"text byte by byte", byByte + frame(fin|more, ""), []string{"text a", alive}},
		{"a ping between the pieces", frame(text, request[:9]) + frame(fin|ping, "p") + frame(fin|more, request[9:]), []string{"pong p", "text a", alive}},
		{"three empty pieces", frame(text, "") + frame(more, "") + frame(fin|more, ""), []string{"text ", alive}},
		{"the end of nothing", frame(fin|more, request), []string{"close 1002"}},
		{"the middle of nothing", frame(more, request), []string{"close 1002"}},
		{"the end of what has ended", frame(fin|text, request) + frame(fin|more, ""), []string{"text a", "close 1002"}},
		{"a second text within one", frame(text, request[:9]) + frame(fin|text, request), []string{"close 1002"}},
		{"a binary within a text", frame(text, request[:9]) + frame(fin|binaryData, request), []string{"close 1002"}},
		{"a close within a text", frame(text, request[:9]) + closed(1000, ""), []string{"close 1000"}},
	}
}

// Invalid UTF-8 ends a text message as soon as it is certain (RFC 6455, section
// 8.1), but never a binary one.
func utf8Tests() (tests []frameTest) {
	request := asking("κόσμε€😀", 0)
	for i := 43; i < 60; i++ { // all within the id
		tests = append(tests, frameTest{fmt.Sprintf("text cut at byte %d", i),
			frame(text, request[:i]) + frame(fin|more, request[i:]), []string{"text κόσμε€😀", alive}})
	}
	for _, wrong := range []string{
		"\x80", "\xbf", "\xfe", "\xff", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xed\xbf\xbf",
		"\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xce\xba\xe1\xbd\xb9\xcf\x83\xed\xa0\x80edited",
	} {
		tests = append(tests,
			frameTest{fmt.Sprintf("text %x", wrong), frame(fin|text, wrong), []string{"close 1007"}},
			frameTest{fmt.Sprintf("text that begins with %x and does not end", wrong), frame(text, "good "+wrong), []string{"close 1007"}},
			frameTest{fmt.Sprintf("binary %x", wrong), frame(fin|binaryData, wrong), []string{"text ", alive}})
	}
	return append(tests,
		frameTest{"text that ends within a rune", frame(fin|text, "\xe2\x82"), []string{"close 1007"}},
		frameTest{"a piece that breaks the rune of the one before", frame(text, "\xf4") + frame(more, "\x90"), []string{"close 1007"}},
		frameTest{"half a long frame that is none already", frameOf(text, masked|126, "\x10\x00", "\xff\xff\xff"), []string{"close 1007"}})
}

func closeTests() (tests []frameTest) {
	for _, code := range []uint16{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999} {
		tests = append(tests, frameTest{fmt.Sprint("close ", code), closed(code, "bye"), []string{fmt.Sprint("close ", code)}})
	}
	for _, code := range []uint16{0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535} {
		tests = append(tests, frameTest{fmt.Sprint("close ", code), closed(code, "bye"), []string{"close 1002"}})
	}
	return append(tests,
		frameTest{"a close without a code", frame(fin|closing, ""), []string{"close"}},
		// RFC 6455, section 5.5.1, would have 1002; the library treats it as a
		// close without code.
		frameTest{"a close with half a code", frame(fin|closing, "\x03"), []string{"close"}},
		frameTest{"the longest reason", closed(1000, strings.Repeat("r", 123)), []string{"close 1000"}},
		frameTest{"a reason that is too long", closed(1000, strings.Repeat("r", 124)), []string{"close 1002"}},
		frameTest{"a reason that is not UTF-8", closed(1000, "\xff"), []string{"close 1002"}},
		frameTest{"a request, then a close", frame(fin|text, asking("a", 0)) + closed(1000, ""), []string{"text a", "close 1000"}},
		frameTest{"a ping behind a close", closed(1000, "") + frame(fin|ping, "p"), []string{"close 1000"}},
		frameTest{"two closes", closed(1000, "") + closed(1000, ""), []string{"close 1000"}},
	)
}

func limitTests() []frameTest {
	huge := frameOf(fin|text, masked|127, "\x7f\xff\xff\xff\xff\xff\xff\xff", "")
	return []frameTest{
		{"a length below zero", frameOf(fin|text, masked|127, "\x80\x00\x00\x00\x00\x00\x00\x00", ""), []string{"close 1009"}},
		{"an endless length", huge, []string{"close 1009"}},
		{"a long message", frame(fin|text, asking("a", 70_000)), []string{"text ", alive}},
		{"a long message in pieces",
			frame(text, strings.Repeat("x", 40_000)) + frame(fin|more, strings.Repeat("x", 40_000)), []string{"text ", alive}},
	}
}

// The framing of RFC 6455 as a client sees it. Each group is sent at once, and
// byte by byte.
func TestFrames(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{AnonymousRate: -1}})
	for group, tests := range map[string][]frameTest{
		"framing": framingTests(), "ping": pingTests(), "reserved": reservedTests(), "fragments": fragmentTests(),
		"utf-8": utf8Tests(), "close": closeTests(), "limits": limitTests(),
	} {
		for _, tt := range tests {
			t.Run(group+"/"+tt.name, func(t *testing.T) {
				require.Equal(t, tt.want, tg.frames(t, tt.sent, len(tt.sent)+1))
				if len(tt.sent) < 1000 {
					require.Equal(t, tt.want, tg.frames(t, tt.sent, 1), "sent byte by byte")
				}
			})
		}
	}
}

// frames sends bytes in chunks, and one more request. It returns the frames
// received until that request is answered or the connection ends.
func (tg *target) frames(t *testing.T, sent string, chunk int) (got []string) {
	conn := tg.upgraded(t)
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(timeout))
	sent += frame(fin|text, asking("alive", 0))
	for i := 0; i < len(sent); i += chunk {
		if _, err := io.WriteString(conn, sent[i:min(len(sent), i+chunk)]); err != nil {
			break // the server has hung up
		}
	}
	for {
		next, err := nextFrame(conn.reader)
		if err != nil {
			require.False(t, errors.Is(err, os.ErrDeadlineExceeded), "the server keeps silent behind %q", got)
			return got
		}
		if got = append(got, next); next == alive {
			return got
		}
	}
}

// A framed is a connection that was upgraded to WebSocket.
type framed struct {
	net.Conn
	reader *bufio.Reader
}

// upgraded opens a connection whose handshake offers extensions and protocols
// that the server does not speak.
func (tg *target) upgraded(t *testing.T) framed {
	conn := framed{Conn: tg.secure(tg.addresses()[0])}
	conn.reader = bufio.NewReader(conn)
	_, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"+
		"Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: chat\r\n\r\n")
	require.NoError(t, err)
	reply, err := http.ReadResponse(conn.reader, nil)
	require.NoError(t, err)
	require.Equal(t, 101, reply.StatusCode)
	require.Equal(t, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", reply.Header.Get("Sec-WebSocket-Accept"), "the RFC's own example")
	require.Empty(t, reply.Header.Get("Sec-WebSocket-Extensions"))
	require.Empty(t, reply.Header.Get("Sec-WebSocket-Protocol"))
	return conn
}

// nextFrame reads a frame and describes it.
func nextFrame(r *bufio.Reader) (string, error) {
	header := make([]byte, 2, 10)
	if _, err := io.ReadFull(r, header); err != nil {
		return "", err
	}
	n := uint64(header[1])
	if bytes := map[byte]int{126: 2, 127: 8}[header[1]]; bytes > 0 {
		extended := make([]byte, 8)
		if _, err := io.ReadFull(r, extended[8-bytes:]); err != nil {
			return "", err
		}
		n = binary.BigEndian.Uint64(extended)
	}
	if header[1]&masked != 0 || n > 1<<20 {
		return fmt.Sprintf("%x, which no server sends", header), nil
	}
	payload := make([]byte, n)
	_, err := io.ReadFull(r, payload)
	return describe(header[0], payload), err
}

func describe(first byte, payload []byte) string {
	switch {
	case first == fin|text:
		_, id, _ := strings.Cut(string(payload), `"id":"`)
		id, _, _ = strings.Cut(id, `"`)
		return "text " + id
	case first == fin|pong:
		return "pong " + string(payload)
	case first == fin|closing && len(payload) >= 2:
		return fmt.Sprint("close ", binary.BigEndian.Uint16(payload))
	case first == fin|closing:
		return "close"
	}
	return fmt.Sprintf("a frame that begins with %#x", first)
}
