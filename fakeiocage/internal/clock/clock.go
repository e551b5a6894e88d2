// Package clock is the clock of an imitated host. It follows the machine's
// clock, with an offset, or is stopped.
package clock

import (
	"encoding/json"
	"fmt"
	"time"
)

// A Clock says what time it is on the host. The zero value shows the machine's
// time.
type Clock struct {
	// Frozen is the moment at which the clock stands; zero: it runs.
	Frozen time.Time

	// Ahead is how far a clock that runs is ahead of the machine's.
	Ahead time.Duration
}

// At returns the host's time when the machine's is now. A clock that runs shows
// it in the machine's time zone, one that stands in that in which it was set.
func (c Clock) At(now time.Time) time.Time {
	if c.Stands() {
		return c.Frozen
	}
	return now.Add(c.Ahead)
}

// Stands reports whether the clock stands still.
func (c Clock) Stands() bool { return !c.Frozen.IsZero() }

// Set returns the clock set to the time; it runs or stands as before.
func (c Clock) Set(to, now time.Time) Clock {
	if c.Stands() {
		return Clock{Frozen: to}
	}
	return Clock{Ahead: to.Sub(now).Round(0)}
}

// Advance returns the clock moved on, or back where by is negative.
func (c Clock) Advance(by time.Duration, now time.Time) Clock {
	return c.Set(c.At(now).Add(by), now)
}

// Freeze returns the clock standing at its present time.
func (c Clock) Freeze(now time.Time) Clock { return Clock{Frozen: c.At(now)} }

// Run returns the clock running on from its present time.
func (c Clock) Run(now time.Time) Clock { return Clock{}.Set(c.At(now), now) }

// setting is the clock as JSON: times by RFC 3339, lengths as 1h30m.
type setting struct {
	Frozen *time.Time `json:"frozen,omitempty"`
	Ahead  string     `json:"ahead,omitempty"`
}

// MarshalJSON writes {"frozen": TIME} or {"ahead": DURATION}.
func (c Clock) MarshalJSON() ([]byte, error) {
	var s setting
	switch {
	case c.Stands():
		s.Frozen = &c.Frozen
	case c.Ahead != 0:
		s.Ahead = c.Ahead.String()
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Clock) UnmarshalJSON(data []byte) error {
	var s setting
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*c = Clock{}
	if s.Frozen != nil {
		c.Frozen = *s.Frozen
	}
	if s.Ahead == "" {
		return nil
	}
	ahead, err := time.ParseDuration(s.Ahead)
	if err != nil {
		return fmt.Errorf("%q is not a duration such as 1h30m", s.Ahead)
	}
	c.Ahead = ahead
	return nil
}
