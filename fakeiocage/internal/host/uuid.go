package host

import (
	"fmt"
	"time"
)

// A Moment is what one run of the command knows when it begins: the time, and
// the uuid that the original makes in every run before it looks at its words.
type Moment struct {
	Now   time.Time
	host  *Host
	stamp uint64

	// RestoresMountpoint says that the program of the run takes hack88 back, and
	// names the jail by its short uuid as long as hack88 holds.
	RestoresMountpoint bool
}

// Begin returns the moment of a run. The uuid counts as made only when a rule
// uses it.
func (h *Host) Begin(now time.Time) Moment {
	return Moment{Now: now, host: h, stamp: h.stampAt(now)}
}

// UUID is the uuid of the run, which is the same whenever it is asked for.
func (m Moment) UUID() string { return m.host.uuid(m.stamp) }

// use takes the moment's uuid, so that it is not made again.
func (h *Host) use(m Moment) string {
	h.LastUUID = max(h.LastUUID, m.stamp)
	return m.UUID()
}

// Tag is the tag of a jail that is given none: its time of birth.
func (m Moment) Tag() string { return m.Now.Format("2006-01-02@15:04:05") }

// started is the moment as the property last_started holds it.
func (m Moment) started() string { return m.Now.Format("2006-01-02_15:04:05") }

// gregorian is the number of 100 ns from 1582-10-15 to 1970-01-01.
const gregorian = 0x01B21DD213814000

// NewUUID makes a version 1 uuid from the clock and the host's node. It never
// makes the same one twice, even when the clock stands still or goes back.
func (h *Host) NewUUID(now time.Time) string {
	h.LastUUID = h.stampAt(now)
	return h.uuid(h.LastUUID)
}

// stampAt is the time stamp of the next uuid.
func (h *Host) stampAt(now time.Time) uint64 {
	return max(uint64(now.UnixNano()/100)+gregorian, h.LastUUID+1)
}

func (h *Host) uuid(stamp uint64) string {
	return fmt.Sprintf("%08x-%04x-1%03x-%s-%s", uint32(stamp), uint16(stamp>>32), stamp>>48&0xfff, h.ClockSeq, h.Node)
}
