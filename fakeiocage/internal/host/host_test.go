package host_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

func newHost() (*host.Host, *host.Pool) {
	h := &host.Host{Machine: host.Machine{Uname: "10.2-RELEASE-p9", Node: "0123456789ab", ClockSeq: "8123", HostID: "id"}}
	h.Pools = []*host.Pool{host.NewPool("zroot"), host.NewPool("tank")}
	h.Link()
	p := h.Pool("tank")
	p.AddRelease("10.2-RELEASE")
	return h, p
}

// heard collects the kinds of notices.
type heard []host.Kind

func (k *heard) say(n host.Notice) { *k = append(*k, n.Kind) }

var noon = time.Date(2016, 2, 5, 12, 0, 0, 0, time.UTC)

func TestUUIDsAreVersion1AndNeverTwice(t *testing.T) {
	h, _ := newHost()
	seen := map[string]bool{}
	for _, now := range []time.Time{noon, noon, noon.Add(-time.Hour), noon.Add(time.Microsecond)} {
		uuid := h.NewUUID(now)
		require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-8123-0123456789ab$`, uuid)
		require.False(t, seen[uuid], "%s was made twice", uuid)
		seen[uuid] = true
	}
}

func TestRelease(t *testing.T) {
	for uname, want := range map[string]string{
		"10.2-RELEASE-p9": "10.2-RELEASE", "11.0-CURRENTJAN2016": "11.0-CURRENTJAN2016", "9.3": "9.3", "": "",
	} {
		m := host.Machine{Uname: uname}
		require.Equal(t, want, m.Release())
	}
}

// A jail stores only values that are not built in, so that ten thousand jails
// stay small.
func TestOnlyDifferencesAreKept(t *testing.T) {
	_, p := newHost()
	j := &host.Jail{Name: "u"}
	p.Add(host.JailsPlace, j)
	j.Set("boot", "on")
	j.Set("hostid", "id")
	j.Set("host_hostname", "u")
	require.Equal(t, host.Properties{{Name: "boot", Value: "on"}}, j.Props)
	j.Set("boot", "off")
	require.Empty(t, j.Props)
	j.Set("memoryuse", "")
	require.Equal(t, "none", j.Get("memoryuse"))
	require.Equal(t, "-", j.Raw("memoryuse"))
}

func TestSizes(t *testing.T) {
	_, p := newHost()
	tests := []struct{ quota, shown, available string }{
		{"none", "none", "426G"}, {"10G", "10G", "10.0G"}, {"1G", "1G", "1024M"}, {"1536M", "1.50G", "1.50G"},
		{"1.5g", "1.50G", "1.50G"}, {"1048576", "1M", "776K"}, {"0", "none", "426G"}, {"1GB", "1G", "1024M"},
	}
	for _, tt := range tests {
		j := &host.Jail{Name: "u"}
		p.Add(host.JailsPlace, j)
		var k heard
		require.Zero(t, j.SetProperty(host.Property{Name: "quota", Value: tt.quota}, host.Moment{}, k.say))
		require.Empty(t, k, tt.quota)
		require.Equal(t, tt.shown, j.Get("quota"), tt.quota)
		require.Equal(t, tt.available, j.Get("available"), tt.quota)
	}
	for _, bad := range []string{"abc", "-1G", "1X", "1KK", "NaN", "1e30G", " "} {
		j := &host.Jail{Name: "u"}
		p.Add(host.JailsPlace, j)
		var k heard
		j.SetProperty(host.Property{Name: "quota", Value: bad}, host.Moment{}, k.say)
		require.Equal(t, heard{host.Raw}, k, bad)
	}
}

func TestHooksOfAJail(t *testing.T) {
	for hook, failed := range map[string]bool{
		"/usr/bin/true": false, "/usr/bin/false": true, "exit 1": true, "exit 2": false, `sh -c "exit 1"`: true,
		"/bin/sh /etc/rc": false, "/usr/local/bin/whatever": false, "": false,
	} {
		h, p := newHost()
		j := &host.Jail{Name: "u"}
		p.Add(host.JailsPlace, j)
		j.Set("exec_start", hook)
		var k heard
		status, _ := j.Start(false, h.Begin(noon), k.say)
		require.Equal(t, failed, status == 1, hook)
		require.True(t, j.Up(), "the jail stays up")
	}
}

// Changing a draft does not change its host until the host accepts the draft.
func TestDraftIsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, p := newHost()
		p.Create("", []host.Property{{Name: "tag", Value: "a"}, {Name: "start", Value: "1"}}, h.Begin(noon), func(host.Notice) {})
		jails := p.In(host.JailsPlace)
		c := h.Draft()
		j := c.Pool("tank").In(host.JailsPlace)[0]
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			j.Set("boot", "on")
		case 1:
			j.Stop(host.Moment{}, func(host.Notice) {})
		case 2:
			c.Pool("tank").Remove(j)
		case 3:
			c.Pool("tank").CleanAll(true, func(host.Notice) {})
		}
		require.Len(t, p.In(host.JailsPlace), 1)
		require.Equal(t, "off", jails[0].Get("boot"))
		require.True(t, jails[0].Up())
		after := c.Pool("tank").In(host.JailsPlace)
		h.Accept(c)
		require.Len(t, p.In(host.JailsPlace), len(after))
		if len(after) > 0 {
			require.Equal(t, j.Get("boot"), p.ByUUID(j.Name).Get("boot"))
			require.Equal(t, j.Up(), p.ByUUID(j.Name).Up())
		}
	})
}
