package right

import "time"

// clock is the clock of a right host, which its levers freeze and advance.
type clock struct {
	ahead  time.Duration
	frozen time.Time
}

func (c *clock) now() time.Time {
	if !c.frozen.IsZero() {
		return c.frozen.Add(c.ahead)
	}
	return time.Now().Add(c.ahead)
}

func (c *clock) advance(by string) error {
	d, err := time.ParseDuration(by)
	c.ahead += d
	return err
}
