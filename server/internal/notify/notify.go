// Package notify tells the service manager the state of the server, as
// sd_notify(3) describes.
package notify

import (
	"fmt"
	"net"
	"strings"
)

// The states to report.
const (
	Ready    = "READY=1"
	Stopping = "STOPPING=1"
)

// Send sends a state to the socket that NOTIFY_SOCKET names. If socket is
// empty, it does nothing.
func Send(socket, state string) error {
	if socket == "" {
		return nil
	}
	if name, abstract := strings.CutPrefix(socket, "@"); abstract {
		socket = "\x00" + name
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		return fmt.Errorf("cannot tell the service manager %s: %v", state, err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(state)); err != nil {
		return fmt.Errorf("cannot tell the service manager %s: %v", state, err)
	}
	return nil
}
