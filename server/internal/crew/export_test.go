package crew

// Most is how many goroutines wait for a task.
const Most = most

// Waiting returns how many goroutines now wait for a task.
func (c *Crew) Waiting() int { return len(c.places) }
