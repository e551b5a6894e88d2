package fakeiocage

import (
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/clock"
)

// A Clock is the time on a host: the machine's time, with an offset, or stopped
// at one moment.
type Clock = clock.Clock

const clockFile = "clock.json"

// Clock returns the host's clock; a new host has the machine's.
func (h *Host) Clock() (Clock, error) {
	if h.known == nil {
		return h.readClock()
	}
	return h.known.clock(h.readClock)
}

func (h *Host) readClock() (c Clock, err error) {
	err = readJSON(h.files, clockFile, &c)
	return c, err
}

// SetClock sets the clock to the time. A running clock continues, a stopped one
// remains stopped.
func (h *Host) SetClock(to time.Time) error {
	if err := checkYear(to); err != nil {
		return err
	}
	return h.changeClock("clock set", func(c Clock, now time.Time) Clock { return c.Set(to, now) })
}

// AdvanceClock moves the clock forward, or back if by is negative.
func (h *Host) AdvanceClock(by time.Duration) error {
	return h.changeClock("clock advance", func(c Clock, now time.Time) Clock { return c.Advance(by, now) })
}

// FreezeClock stops the clock at its present time.
func (h *Host) FreezeClock() error { return h.changeClock("clock freeze", Clock.Freeze) }

// RunClock lets the clock continue from its present time.
func (h *Host) RunClock() error { return h.changeClock("clock run", Clock.Run) }

func (h *Host) changeClock(what string, change func(Clock, time.Time) Clock) error {
	now := time.Now()
	err := changeJSON(h.files, clockFile, func(c *Clock) error {
		*c = change(*c, now)
		return checkYear(c.At(now))
	})
	if err == nil {
		h.leverLog.add("%s", what)
	}
	return err
}

// checkYear refuses years for which no uuid time stamps exist.
func checkYear(t time.Time) error {
	if year := t.Year(); year < 1970 || year > 2200 {
		return fmt.Errorf("cannot set the clock to the year %d: use one from 1970 to 2200", year)
	}
	return nil
}
