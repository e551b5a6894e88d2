package server_test

import (
	"crypto/tls"
	"log/slog"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// addresses returns host:port of both ports.
func (tg *target) addresses() []string {
	return []string{strings.TrimPrefix(tg.ready.WS, "wss://"), strings.TrimPrefix(tg.ready.REST, "https://")}
}

// A connection beyond the limit is reset before TLS. When one closes, there is
// room again.
func TestConnectionsAtOnce(t *testing.T) {
	for name, o := range map[string]server.Options{
		"in all":           {Limits: server.Limits{MaxConnections: 2}},
		"from one address": {Limits: server.Limits{MaxAddressConnections: 2}, LimitLoopback: true},
	} {
		t.Run(name, func(t *testing.T) {
			o.Runner = host
			tg := start(t, o)
			for _, address := range tg.addresses() {
				first, second := tg.secure(address), tg.secure(address)
				plain, err := net.Dial("tcp", address)
				if err == nil { // otherwise the reset came first
					_, err = plain.Read(make([]byte, 1))
					require.NoError(t, plain.Close())
				}
				require.Error(t, err, "nobody waits for a handshake")

				require.NoError(t, second.Close())
				require.Eventually(t, func() bool {
					third, err := tls.Dial("tcp", address, tg.tls)
					if err == nil {
						require.NoError(t, third.Close())
					}
					return err == nil
				}, timeout, tick, "one leaves, the next is let in")
				require.NoError(t, first.Close())
			}
		})
	}
}

// An address of this host may be a proxy's, and has no limit of its own.
func TestConnectionsFromThisHost(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{MaxAddressConnections: 1}})
	for _, address := range tg.addresses() {
		for range 3 {
			defer tg.secure(address).Close()
		}
	}
}

// The log says why clients wait: otherwise nobody would look for descriptors.
func TestConnectionsWithoutDescriptors(t *testing.T) {
	log := &lockedBuffer{}
	tg := start(t, server.Options{Runner: host, Logger: slog.New(slog.NewTextHandler(log, nil))})
	allowAgain := allowOneDescriptor(t)
	defer allowAgain()
	client, err := net.Dial("tcp", tg.addresses()[0]) // takes it
	require.NoError(t, err)
	require.Eventually(t, func() bool { return strings.Contains(log.String(), "port="+tg.addresses()[0]) }, timeout, tick)
	allowAgain()
	require.NoError(t, client.Close())
	require.Regexp(t, `level=ERROR msg="connections cannot be accepted; [^\n]* too many open files" port=`, log.String())
	require.Equal(t, "who", tg.dial("").ask(identify)["id"])
	require.Equal(t, 1, strings.Count(log.String(), "port="+tg.addresses()[0]), log.String())
}

// allowOneDescriptor lets this process have one descriptor more than it has now.
func allowOneDescriptor(t *testing.T) (allowAgain func()) {
	next, err := os.Open(os.DevNull)
	require.NoError(t, err)
	defer next.Close()
	var many, few syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &many))
	few.Max = many.Max
	for range next.Fd() + 1 { // the type of Cur depends on the system
		few.Cur++
	}
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few))
	return func() { require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &many)) }
}

// secure opens a TLS connection.
func (tg *target) secure(address string) *tls.Conn {
	conn, err := tls.Dial("tcp", address, tg.tls)
	require.NoError(tg.t, err)
	return conn
}
