// Package peer limits each client address: its simultaneous connections, and
// its requests in a second. It knows no transport.
package peer

import "net/netip"

// Network returns what counts as one address: an IPv4 address, or the /64 of an
// IPv6 address, within which a client can choose addresses freely.
func Network(from netip.Addr) netip.Prefix {
	from = from.Unmap().WithZone("")
	bits := from.BitLen()
	if from.Is6() {
		bits = 64
	}
	prefix, _ := from.Prefix(bits) // cannot fail, except for the zero address, whose prefix is zero, too
	return prefix
}

// isFree reports whether the address belongs to this host and is exempt from
// limits, because a proxy there may speak for everybody.
func isFree(from netip.Addr, boundLoopback bool) bool {
	return !boundLoopback && from.Unmap().IsLoopback()
}
