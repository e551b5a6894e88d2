package server_test

import (
	"net"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// ownAddress returns an address of this host other than loopback. Loopback is
// never blocked.
func ownAddress(t *testing.T) string {
	addresses, err := net.InterfaceAddrs()
	require.NoError(t, err)
	for _, a := range addresses {
		prefix, err := netip.ParsePrefix(a.String())
		if err == nil && prefix.Addr().Is4() && prefix.Addr().IsGlobalUnicast() {
			return prefix.Addr().String()
		}
	}
	t.Skip("this host has no address but loopback ones, which are never blocked")
	return ""
}

// serveAt starts a server at an address that its certificate does not name.
func serveAt(t *testing.T, address string, o server.Options) *target {
	o.WSAddr, o.RESTAddr = net.JoinHostPort(address, "0"), net.JoinHostPort(address, "0")
	tg := start(t, o)
	tg.tls.ServerName = "localhost"
	return tg
}

func TestBlockedAddress(t *testing.T) {
	address := ownAddress(t)
	o := server.Options{Runner: host, StateDir: t.TempDir(), Limits: server.Limits{LoginFailures: 3}}
	tg := serveAt(t, address, o)
	c, other := tg.dial("admin"), tg.dial("")
	const wrong, right = `{"username":"admin","password":"wrong"}`, `{"username":"admin","password":"secret"}`
	for range 3 {
		require.Equal(t, 401.0, code(t, other.auth("auth", wrong)["args"]))
	}
	require.Equal(t, 403.0, code(t, other.auth("auth", right)["args"]), "over the connection that failed")
	require.Equal(t, 403, tg.send("PUT", "/rpc/query", "admin:secret", "").StatusCode, "over a new one")
	require.Equal(t, 403.0, code(t, tg.dial("").auth("auth_ssl", `""`)["args"]), "nor with a key")
	require.Equal(t, "response", c.ask(listJails)["name"], "who is in stays")
	require.NoError(t, tg.stop())

	tg = serveAt(t, address, o)
	require.Equal(t, 403, tg.send("PUT", "/rpc/query", "admin:secret", "").StatusCode, "after a restart")
	require.Zero(t, server.Main([]string{"blocks", "clear", "--state-dir", o.StateDir, address}, server.Env{Getenv: func(string) string { return "" }}))
	require.Equal(t, 200, tg.send("PUT", "/rpc/query", "admin:secret", "").StatusCode, "while the server runs")
}
