package peer_test

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/peer"
)

// allowed returns how many of n attempts at once succeed.
func allowed(p *peer.Pace, from string, n int) int {
	count := 0
	for range n {
		if p.Allow(netip.MustParseAddr(from)) {
			count++
		}
	}
	return count
}

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &peer.Pace{PerSecond: 10}
		require.Equal(t, 10, allowed(p, "192.0.2.1", 50))
		require.Equal(t, 10, allowed(p, "192.0.2.2", 50), "another address has its own")
		require.Equal(t, 10, allowed(p, "2001:db8::1", 50))
		require.Zero(t, allowed(p, "2001:db8::2", 50), "the same network has not")
		require.Equal(t, 50, allowed(p, "127.0.0.1", 50), "this host is free")
		time.Sleep(500 * time.Millisecond)
		require.Equal(t, 5, allowed(p, "192.0.2.1", 50))
		time.Sleep(time.Hour)
		require.Equal(t, 10, allowed(p, "192.0.2.1", 50), "waiting longer saves up no more")
	})
}

func TestPaceOfThisHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		require.Equal(t, 10, allowed(&peer.Pace{PerSecond: 10, Loopback: true}, "::1", 50))
		require.Equal(t, 50, allowed(&peer.Pace{PerSecond: -1, Loopback: true}, "::1", 50))
	})
}

// An attacker with a million networks uses no memory after falling silent.
func TestPaceForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &peer.Pace{PerSecond: 2}
		for i := range 10_000 {
			allowed(p, netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}).String(), 1)
		}
		require.Equal(t, 10_000, p.Known())
		time.Sleep(time.Second)
		allowed(p, "192.0.2.1", 1)
		require.Equal(t, 1, p.Known())
	})
}
