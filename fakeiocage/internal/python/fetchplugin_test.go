package python

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// Two plugins of one name that are made within a second have different tags,
// even if the clock stands: with equal ones iocage would refuse to work.
func TestStampTagIsAnotherOne(t *testing.T) {
	c := call{now: time.Date(2017, 6, 5, 12, 0, 7, 999999789, time.UTC)}
	p := host.NewPool("tank")
	require.Equal(t, "2017-06-05@12:00:07:999999", c.stampTag(p))

	j := &host.Jail{Name: "u", Link: "2017-06-05@12:00:07:999999"}
	p.Add(host.JailsPlace, j)
	require.Equal(t, "2017-06-05@12:00:08:000000", c.stampTag(p))
}
