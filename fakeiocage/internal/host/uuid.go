package host

import (
	"fmt"
	"hash/fnv"
	"time"
)

// A Moment is what a run of the command has when it begins: the time, and the
// uuid that the original generates in every run before it reads its words.
type Moment struct {
	Now   time.Time
	host  *Host
	stamp uint64

	// RestoresMountpoint says that the dialect of the run undoes hack88 when it
	// is off, and names the jail by its short uuid while hack88 is on.
	RestoresMountpoint bool
}

// Begin returns the moment of a run. Its uuid counts as generated only when a
// rule uses it.
func (h *Host) Begin(now time.Time) Moment {
	return Moment{Now: now, host: h, stamp: h.stampAt(now)}
}

// UUID returns the uuid of the run. It is always the same.
func (m Moment) UUID() string { return m.host.uuid(m.stamp) }

// use consumes the moment's uuid, so that it is not generated again.
func (h *Host) use(m Moment) string {
	h.LastUUID = max(h.LastUUID, m.stamp)
	return m.UUID()
}

// Tag returns the tag of a jail that was given none: the time of its creation.
func (m Moment) Tag() string { return m.Now.Format("2006-01-02@15:04:05") }

// started returns the moment in the format of the property last_started.
func (m Moment) started() string { return m.Now.Format("2006-01-02_15:04:05") }

// gregorian is the number of units of 100 ns from 1582-10-15 to 1970-01-01.
const gregorian = 0x01B21DD213814000

// NewUUID makes a version 1 uuid from the clock and the host's node. It never
// makes the same uuid twice, even if the clock stands still or goes back.
func (h *Host) NewUUID(now time.Time) string {
	h.LastUUID = h.stampAt(now)
	return h.uuid(h.LastUUID)
}

// NewRandomUUID makes a version 4 uuid. It looks like chance and is not: the
// same clock and the same calls make the same one.
func (h *Host) NewRandomUUID(now time.Time) string {
	hash := fnv.New128a()
	hash.Write([]byte(h.NewUUID(now)))
	sum := hash.Sum(nil)
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80 // RFC 4122, 4.4
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:])
}

// stampAt returns the time stamp of the next uuid.
func (h *Host) stampAt(now time.Time) uint64 {
	return max(uint64(now.UnixNano()/100)+gregorian, h.LastUUID+1)
}

func (h *Host) uuid(stamp uint64) string {
	return fmt.Sprintf("%08x-%04x-1%03x-%s-%s", uint32(stamp), uint16(stamp>>32), stamp>>48&0xfff, h.ClockSeq, h.Node)
}
