package peer_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/peer"
)

func TestGate(t *testing.T) {
	tests := []struct {
		name string
		gate *peer.Gate
		from []string
		last error
	}{
		{"room for all", &peer.Gate{Most: 3, MostOfOne: 2}, []string{"192.0.2.1", "192.0.2.1", "192.0.2.2"}, nil},
		{"too many", &peer.Gate{Most: 2, MostOfOne: 2}, []string{"192.0.2.1", "192.0.2.2", "192.0.2.3"}, peer.ErrFull},
		{"too many of one", &peer.Gate{Most: 9, MostOfOne: 2}, []string{"192.0.2.1", "192.0.2.1", "192.0.2.1"}, peer.ErrFullOfOne},
		{"the same address, mapped", &peer.Gate{Most: 9, MostOfOne: 1}, []string{"192.0.2.1", "::ffff:192.0.2.1"}, peer.ErrFullOfOne},
		{"the same network", &peer.Gate{Most: 9, MostOfOne: 1}, []string{"2001:db8::1", "2001:db8::ffff:1"}, peer.ErrFullOfOne},
		{"another network", &peer.Gate{Most: 9, MostOfOne: 1}, []string{"2001:db8::1", "2001:db8:0:1::1"}, nil},
		{"any number of one", &peer.Gate{Most: 9, MostOfOne: -1}, []string{"192.0.2.1", "192.0.2.1", "192.0.2.1"}, nil},
		{"this host", &peer.Gate{Most: 9, MostOfOne: 1}, []string{"127.0.0.1", "127.0.0.1", "::1", "::1", "::ffff:127.0.0.1"}, nil},
		{"this host, bounded", &peer.Gate{Most: 9, MostOfOne: 1, Loopback: true}, []string{"::1", "::1"}, peer.ErrFullOfOne},
		{"this host fills it, too", &peer.Gate{Most: 1, MostOfOne: 1}, []string{"::1", "::1"}, peer.ErrFull},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			last := len(tt.from) - 1
			for _, from := range tt.from[:last] {
				require.NoError(t, tt.gate.Enter(netip.MustParseAddr(from)))
			}
			require.Equal(t, tt.last, tt.gate.Enter(netip.MustParseAddr(tt.from[last])))
			tt.gate.Leave(netip.MustParseAddr(tt.from[0]))
			require.NoError(t, tt.gate.Enter(netip.MustParseAddr(tt.from[0])), "one leaves, the next is let in")
		})
	}
}

// In any order of arrivals and departures the limits hold. When all have left,
// the gate is like a new one.
func TestGateInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := peer.Gate{Most: rapid.IntRange(1, 8).Draw(t, "most"), MostOfOne: rapid.IntRange(1, 4).Draw(t, "most of one")}
		addresses := rapid.SampledFrom([]netip.Addr{
			netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("2001:db8::1"),
		})
		var inside []netip.Addr
		count := map[netip.Addr]int{}
		t.Repeat(map[string]func(*rapid.T){
			"enter": func(t *rapid.T) {
				from := addresses.Draw(t, "from")
				fits := len(inside) < g.Most && count[from] < g.MostOfOne
				require.Equal(t, fits, g.Enter(from) == nil)
				if fits {
					inside = append(inside, from)
					count[from]++
				}
			},
			"leave": func(t *rapid.T) {
				if len(inside) == 0 {
					t.Skip("nobody is inside")
				}
				i := rapid.IntRange(0, len(inside)-1).Draw(t, "who")
				g.Leave(inside[i])
				count[inside[i]]--
				inside = append(inside[:i], inside[i+1:]...)
			},
		})
	})
}
