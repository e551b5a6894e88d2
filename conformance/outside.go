package conformance

import "net"

// anyPort has a simulated host choose a free port of loopback.
const anyPort = "127.0.0.1:0"

// outsidePort has it choose one of an address that is not loopback.
func outsidePort() string { return net.JoinHostPort(outsideAddress(), "0") }

// outsideAddress is an address of this machine that is not loopback, "" if there
// is none.
func outsideAddress() string {
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
