// Package address parses the addresses of jails. Package net/netip could do it,
// but makes tables and starts a goroutine before main, which is too slow for a
// command that runs a millisecond.
package address

import (
	"iter"
	"strconv"
	"strings"
)

// V4 returns the octets of an IPv4 address as people write it: 192.0.2.1.
func V4(s string) (octets [4]byte, ok bool) {
	fields := strings.Split(s, ".")
	if len(fields) != len(octets) {
		return octets, false
	}
	for i, field := range fields {
		n, err := strconv.ParseUint(field, 10, 8)
		if err != nil || strconv.FormatUint(n, 10) != field { // no 01
			return octets, false
		}
		octets[i] = byte(n)
	}
	return octets, true
}

// Within yields every part of a text that is an IPv4 address: of 10.0.2.80 also
// 10.0.2.8 and 0.0.2.80.
func Within(text string) iter.Seq[string] {
	const shortest, longest = len("0.0.0.0"), len("255.255.255.255")
	return func(yield func(string) bool) {
		for from := range text {
			for to := from + shortest; to <= min(from+longest, len(text)); to++ {
				if _, is := V4(text[from:to]); is && !yield(text[from:to]) {
					return
				}
			}
		}
	}
}

// IsV6 reports whether the text is an IPv6 address (RFC 4291, section 2.2),
// perhaps with a zone: 2001:db8::1, ::ffff:192.0.2.1, fe80::1%em0.
func IsV6(s string) bool {
	s, zone, zoned := strings.Cut(s, "%")
	if zoned && zone == "" {
		return false
	}
	before, after, short := strings.Cut(s, "::")
	if !short {
		return groups(s, true) == 8
	}
	head, tail := groups(before, false), groups(after, true)
	return (before == "" || head > 0) && (after == "" || tail > 0) && head+tail < 8
}

// groups counts the groups of 16 bits; 0 means that the text is invalid. An
// IPv4 address at the end counts as two.
func groups(s string, end bool) (n int) {
	fields := strings.Split(s, ":")
	for i, field := range fields {
		if _, isV4 := V4(field); isV4 && end && i == len(fields)-1 {
			return n + 2
		}
		if _, err := strconv.ParseUint(field, 16, 16); err != nil || len(field) > 4 {
			return 0
		}
		n++
	}
	return n
}
