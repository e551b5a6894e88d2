package difference

import "strings"

// Events of one name, about one job, in one session are a lane: their order binds,
// and how the lanes mix does not. How many had come when a check ended is a matter
// of time: what one side lacks at the end of a lane differs only behind the end of
// a job.

// lane groups events by their lanes.
func lane(events []*event, names naming) map[string][]*event {
	lanes := map[string][]*event{}
	for _, e := range events {
		key := strings.Join([]string{e.session, e.name, names.render(e.job)}, "\x00")
		lanes[key] = append(lanes[key], e)
	}
	return lanes
}

// events compares lane by lane.
func (c *comparison) events(a, b []*event) {
	left, right := lane(a, c.names.a), lane(b, c.names.b)
	for _, key := range bothNames(left, right) {
		x, y := left[key], right[key]
		for i := range max(len(x), len(y)) {
			c.at = Difference{In: "event"}
			switch {
			case i < len(x) && i < len(y):
				c.at.Request = x[i].title()
				c.message("event", x[i].message, y[i].message)
			case i > 0 && i < len(x) && x[i-1].over():
				c.at.Request = x[i].title()
				c.report("event", x[i].message.value, nil)
			case i > 0 && i < len(y) && y[i-1].over():
				c.at.Request = y[i].title()
				c.report("event", nil, y[i].message.value)
			}
		}
	}
}
