package fakeiocage

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// Beginning is the time at which the clock is stopped on a host that is the
// same in every run: noon of the day of the later documents.
var Beginning = time.Date(2016, 2, 5, 12, 0, 0, 0, time.UTC)

// Numbered returns the seed with an identity drawn from the number, where it
// has none: node and clock sequence, which end every uuid. With a clock that
// stands (Host.SetClock, Host.FreezeClock), the same calls then make the same
// uuids, jids, addresses and times in every run.
func (s Seed) Numbered(number uint64) Seed {
	r := rand.New(rand.NewPCG(number, 0))
	if s.Node == "" {
		s.Node = fmt.Sprintf("%012x", r.Uint64()>>16)
	}
	if s.ClockSeq == "" {
		s.ClockSeq = fmt.Sprintf("%04x", 0x8000|r.UintN(0x4000)) // variant 10 of RFC 4122
	}
	return s
}
