package conformance

import (
	"net"
	"net/url"
	"slices"

	"github.com/sysadm-go/sysadm/conformance/internal/outside"
)

// anyPort has a simulated host choose a free port of loopback.
const anyPort = "127.0.0.1:0"

// outsidePort has it choose one of an address that is not loopback.
func outsidePort() string { return net.JoinHostPort(outside.Address(), "0") }

// secondLoopback is the address of a client beside the usual one. Linux has it;
// elsewhere an administrator may have made it.
var secondLoopback = net.IPv4(127, 0, 0, 2)

// seesLoopback reports whether the server is on this machine, so that a client may
// come to it from a second loopback address, and whether there is one.
func (e Endpoint) seesLoopback() bool {
	return canBind(secondLoopback) && !slices.ContainsFunc([]string{e.WS, e.REST}, func(at string) bool { return at != "" && !onThisMachine(at) })
}

func canBind(ip net.IP) bool {
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: ip})
	if err == nil {
		_ = listener.Close() // it was never used
	}
	return err == nil
}

// onThisMachine reports whether the host of a URL is an IPv4 address that can be
// listened on here.
func onThisMachine(at string) bool {
	u, err := url.Parse(at)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname()).To4()
	return ip != nil && canBind(ip)
}
