package server

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A hostInfo writes the log hostinfo: who connected, logged in and left, in the
// original server's words (WebSocket.cpp, AuthorizationManager.cpp,
// WebServer.cpp and WebBackend.cpp of 2016).
type hostInfo struct {
	note func(message string)

	// life is how long a login is remembered after its last use.
	life time.Duration

	mu    sync.Mutex
	known map[visitor]time.Time // by when they were last seen
	swept time.Time             // when visitors who had left were last removed
}

// A visitor is a user at an address.
type visitor struct {
	user    string
	address netip.Addr
}

func newHostInfo(note func(message string), life time.Duration) *hostInfo {
	return &hostInfo{note: note, life: life, known: map[visitor]time.Time{}}
}

func (h *hostInfo) connected(from netip.Addr) { h.note("New Connection: " + plain(from)) }
func (h *hostInfo) idle(from netip.Addr)      { h.note("Connection Idle: " + plain(from)) }
func (h *hostInfo) closing(from netip.Addr)   { h.note("Connection Closing: " + plain(from)) }

// connection is a hook of http.Server, for connections that stay HTTP.
func (h *hostInfo) connection(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		h.connected(addressOf(conn))
	case http.StateClosed:
		h.closing(addressOf(conn))
	}
}

// login records an event of auth. The end of a login has no line, as in the
// original.
func (h *hostInfo) login(_ context.Context, e auth.Event) {
	switch e.Kind {
	case auth.LoggedIn:
		h.visits(visitor{e.User, e.Address}, time.Now())
		h.attempt(e.User, e.Address, true)
	case auth.LoginRefused, auth.LoginBlocked:
		h.attempt(e.User, e.Address, false)
	case auth.AddressBlocked:
		h.note("Blacklisting IP Temporarily: " + plain(e.Address))
	}
}

func (h *hostInfo) attempt(user string, from netip.Addr, success bool) {
	h.note(fmt.Sprintf("User Login Attempt: %s   Success: %t   IP: %s", oneWord(user), success, plain(from)))
}

// Begins never prevents a request.
func (h *hostInfo) Begins(context.Context, *rpc.Entry) error { return nil }

// Ended records jobs, and users who came without rpc/auth: REST clients log in
// with each request, and some bring a token from elsewhere. Such a user is
// recorded once in the life of a token.
func (h *hostInfo) Ended(_ context.Context, e *rpc.Entry) {
	if e.User != "" && h.visits(visitor{e.User, e.Address}, e.Began.Add(e.Took)) {
		h.attempt(e.User, e.Address, true)
	}
	if e.Class == "rpc/dispatcher" && e.Action == "run" && e.Code == http.StatusOK {
		ids := slices.Sorted(maps.Keys(e.Args))
		h.note("Client Launched Processes[" + plain(e.Address) + "]: " + strings.Join(ids, ","))
	}
}

// visits records a visitor and reports whether it is new.
func (h *hostInfo) visits(v visitor, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now.Sub(h.swept) > h.life {
		maps.DeleteFunc(h.known, func(_ visitor, last time.Time) bool { return now.Sub(last) > h.life })
		h.swept = now
	}
	last, known := h.known[v]
	h.known[v] = now
	return !known || now.Sub(last) > h.life
}

func plain(address netip.Addr) string { return address.Unmap().String() }

// longestUser is the number of bytes of a user's name that are kept.
const longestUser = 64

// oneWord returns the user name that a client sent, quoted if it could be
// misread as more than a name.
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
