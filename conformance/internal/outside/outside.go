// Package outside finds how this machine is reached from outside it.
package outside

import "net"

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
