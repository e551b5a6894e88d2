package replay

import "time"

// Pace is how long the original took for the step, so that a replay's clock
// shows two steps the same second where a recording's did. The times were
// measured with one jail, over imitated system commands.
func Pace(s Step) time.Duration {
	if len(s.Args) == 0 {
		return 100 * time.Millisecond
	}
	switch s.Args[0] {
	case "fetch":
		return 3 * time.Second
	case "clone", "create", "export", "import", "rcboot", "reboot", "restart", "start", "stop", "update", "upgrade":
		return time.Second
	}
	return 100 * time.Millisecond
}
