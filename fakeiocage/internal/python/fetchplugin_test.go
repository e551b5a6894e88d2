package python

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Two plugins of one name that are made within a second have different tags:
// with equal ones iocage would refuse to work.
func TestStampTagHasMicroseconds(t *testing.T) {
	c := call{now: time.Date(2017, 6, 5, 12, 0, 7, 123456789, time.UTC)}
	require.Equal(t, "2017-06-05@12:00:07:123456", c.stampTag())
}
