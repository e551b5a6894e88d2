// Package peer limits each client address: its simultaneous connections, and
// its requests in a second. It knows no transport.
package peer

import "net/netip"

// network is what counts as one address: an IPv4 address, or the 64 bits of an
// IPv6 address behind which everybody chooses addresses as he likes.
func network(from netip.Addr) netip.Prefix {
	from = from.Unmap().WithZone("")
	bits := from.BitLen()
	if from.Is6() {
		bits = 64
	}
	prefix, _ := from.Prefix(bits) // the zero address has no prefix: one more
	return prefix
}

// isFree tells an address of this host, which is not bounded unless one says
// so: a proxy may speak from there for everybody.
func isFree(from netip.Addr, boundLoopback bool) bool {
	return !boundLoopback && from.Unmap().IsLoopback()
}
