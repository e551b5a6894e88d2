// Package outside finds the addresses by which this machine is reached from
// outside, and from which its own clients can connect.
package outside

import (
	"net"
	"net/url"
)

// Address is the first IPv4 address of this machine that is not loopback, "" if
// there is none.
func Address() string {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	return ""
}

// SecondLoopback is the address of a client beside the usual one. Linux has it;
// elsewhere an administrator may have made it.
var SecondLoopback = net.IPv4(127, 0, 0, 2)

// HasSecondLoopback reports whether this machine has it.
func HasSecondLoopback() bool { return canBind(SecondLoopback) }

func canBind(ip net.IP) bool {
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: ip})
	if err == nil {
		_ = listener.Close() // it was never used
	}
	return err == nil
}

// IsHere reports whether the host of a URL is an IPv4 address that can be
// listened on here.
func IsHere(at string) bool {
	u, err := url.Parse(at)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname()).To4()
	return ip != nil && canBind(ip)
}

// IsLoopback reports whether the host of a URL is one that a machine is to itself.
func IsLoopback(at string) bool {
	u, err := url.Parse(at)
	if err != nil {
		return false
	}
	return u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
}
