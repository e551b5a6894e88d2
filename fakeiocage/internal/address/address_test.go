package address_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/address"
)

// judge compares what the package makes of a text with what net/netip makes of
// it.
func judge(t require.TestingT, text string) {
	want, err := netip.ParseAddr(text)
	octets, isV4 := address.V4(text)
	require.Equal(t, err == nil && want.Is4(), isV4, "%q as IPv4", text)
	require.Equal(t, err == nil && want.Is6(), address.IsV6(text), "%q as IPv6", text)
	if isV4 {
		require.Equal(t, want.As4(), octets)
	}
}

func TestAddresses(t *testing.T) {
	for _, text := range []string{
		"", ".", "...", "1.2.3", "1.2.3.4", "1.2.3.4.5", "01.2.3.4", "256.2.3.4", "+1.2.3.4", "1.2.3.4%em0", "0.0.0.0", "255.255.255.255", " 1.2.3.4",
		":", "::", ":::", "1::2::3", "::1", "1::", ":1", "1:", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::", "1:2:3:4::5:6:7:8",
		"1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "+1::", "0x1::", "1_0::", "::1.2.3.4", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4",
		"1.2.3.4::", "::1.2.3.4:5", "fe80::1%em0", "fe80::1%", "%em0", "::%a%b", "FE80::aBcD",
	} {
		judge(t, text)
	}
}

func TestAnyAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		judge(t, rapid.OneOf(
			rapid.StringMatching(`([0-9]{1,3}\.){2,4}[0-9]{1,3}`),
			rapid.StringMatching(`([0-9a-fA-F]{0,5}:){1,8}[0-9a-f]{0,4}(%[a-z:]{0,2})?`),
			rapid.StringMatching(`([0-9a-f]{1,2}:){0,6}:?([0-9a-f]{1,2}:){0,6}([0-9]{1,3}\.){3}[0-9]{1,3}`),
			rapid.StringMatching(`[0-9a-f.:%]{0,12}`),
		).Draw(t, "text"))
	})
}

// Within finds what a look at every part of the text finds.
func TestWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(em0\||)([0-9]{1,4}\.){0,5}[0-9]{0,3}(/24|,| ::1|)([0-9]{1,3}\.){0,4}`).Draw(t, "text")
		var want []string
		for from := range text {
			for to := from; to <= len(text); to++ {
				if _, is := address.V4(text[from:to]); is {
					want = append(want, text[from:to])
				}
			}
		}
		require.Equal(t, want, slices.Collect(address.Within(text)), "%q", text)
	})
	require.Equal(t, []string{"10.0.2.8", "10.0.2.80", "0.0.2.8", "0.0.2.80"}, slices.Collect(address.Within("em0|10.0.2.80/24")))
}
