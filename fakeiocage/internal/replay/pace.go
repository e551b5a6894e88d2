package replay

import "time"

// Pace is how long the original took for the step, so that a replay's clock
// shows two steps the same second where a recording's did. The times were
// measured with one jail, over imitated system commands.
func Pace(s Step) time.Duration {
	if len(s.Args) > 0 {
		if d, ok := paces[s.Args[0]]; ok {
			return d
		}
	}
	return 100 * time.Millisecond
}

var paces = map[string]time.Duration{
	"clone": time.Second, "create": time.Second, "export": time.Second, "fetch": 3 * time.Second, "import": time.Second,
	"rcboot": time.Second, "reboot": time.Second, "restart": time.Second, "start": time.Second, "stop": time.Second,
	"update": time.Second, "upgrade": time.Second,
}
