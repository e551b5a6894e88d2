package mutant

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// A clientFrame is one frame of a client: its first byte, and what the mask has hidden.
type clientFrame struct {
	first   byte
	payload []byte
}

// clientFrames changes the frames that a client sends, one by one. Those for which the
// hook is false are lost. One that does not end in its record stays as it is.
func clientFrames(hook func(f *clientFrame) bool) func(*proxy) {
	return recorded(func(record []byte) []byte {
		if bytes.Contains(record, []byte(" HTTP/1.1\r\n")) {
			return record
		}
		var changed []byte
		for f, rest, whole := readFrame(record); whole; f, rest, whole = readFrame(record) {
			if record = rest; hook(&f) {
				changed = append(changed, f.bytes()...)
			}
		}
		return append(changed, record...)
	})
}

// The second byte of a frame (RFC 6455, 5.2): a bit that tells of a mask, and the
// length, which above 125 follows in two bytes or in eight.
const (
	masked       = 0x80
	short        = 125
	inTwoBytes   = 126
	inEightBytes = 127
)

// readFrame reads the frame with which bytes begin, if all of it is there and short
// enough for them to tell.
func readFrame(b []byte) (f clientFrame, rest []byte, whole bool) {
	if len(b) < 2 || b[1]&^masked == inEightBytes {
		return f, b, false
	}
	length, at := int(b[1]&^masked), 2
	if length == inTwoBytes && len(b) > 3 {
		length, at = int(binary.BigEndian.Uint16(b[2:])), 4
	}
	mask := make([]byte, 4)
	if b[1]&masked != 0 && len(b) >= at+4 {
		at += copy(mask, b[at:])
	}
	if len(b) < at+length {
		return f, b, false
	}
	f = clientFrame{first: b[0], payload: slices.Clone(b[at : at+length])}
	for i := range f.payload {
		f.payload[i] ^= mask[i%4]
	}
	return f, b[at+length:], true
}

// bytes are the frame as it goes on, with a mask that hides nothing.
func (f clientFrame) bytes() []byte {
	head := []byte{f.first, masked | byte(min(len(f.payload), inTwoBytes))}
	if len(f.payload) > short {
		head = binary.BigEndian.AppendUint16(head, uint16(len(f.payload)))
	}
	return slices.Concat(head, make([]byte, 4), f.payload)
}
