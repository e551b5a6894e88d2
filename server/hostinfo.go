package server

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/logbook"
)

// A hostInfo writes the log hostinfo: who came, logged in and left, in the words
// of the original server (WebSocket.cpp, AuthorizationManager.cpp and
// WebServer.cpp of 2016).
type hostInfo struct{ note func(message string) }

func (s *Server) hostInfo() hostInfo { return hostInfo{s.book.Writer(logbook.HostInfo)} }

func (h hostInfo) connected(from netip.Addr) { h.note("New Connection: " + plain(from)) }
func (h hostInfo) idle(from netip.Addr)      { h.note("Connection Idle: " + plain(from)) }
func (h hostInfo) closing(from netip.Addr)   { h.note("Connection Closing: " + plain(from)) }

// connection is a hook of http.Server, for connections that stay HTTP.
func (h hostInfo) connection(conn net.Conn, state http.ConnState) {
	from, _ := netip.ParseAddrPort(conn.RemoteAddr().String())
	switch state {
	case http.StateNew:
		h.connected(from.Addr())
	case http.StateClosed:
		h.closing(from.Addr())
	}
}

// login is told of by auth. The end of a login has no line, as in the original.
func (h hostInfo) login(_ context.Context, e auth.Event) {
	switch e.Kind {
	case auth.LoggedIn:
		h.note(fmt.Sprintf("User Login Attempt: %s   Success: true   IP: %s", oneWord(e.User), plain(e.Address)))
	case auth.LoginRefused, auth.LoginBlocked:
		h.note(fmt.Sprintf("User Login Attempt: %s   Success: false   IP: %s", oneWord(e.User), plain(e.Address)))
	case auth.AddressBlocked:
		h.note("Blacklisting IP Temporarily: " + plain(e.Address))
	}
}

func plain(address netip.Addr) string { return address.Unmap().String() }

// longestUser is how much of a user's name is kept, in bytes.
const longestUser = 64

// oneWord is the name that somebody gave as a user's, quoted where it could be
// taken for more than a name.
func oneWord(user string) string {
	cut := user
	if len(cut) > longestUser {
		cut = strings.ToValidUTF8(cut[:longestUser], "") + "…"
	}
	strange := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
	if cut == "" || strings.ContainsFunc(cut, strange) {
		return strconv.Quote(cut)
	}
	return cut
}
