package crew

// Most is how many goroutines wait for a task.
const Most = most

// Waiting is how many goroutines wait for a task now.
func (c *Crew) Waiting() int { return len(c.places) }
