package independent

import (
	"net/http"
	"strings"
	"time"
)

// lever works those levers of a simulated host that the checks need: its clock,
// and an iocage that fails.
func (s *server) lever(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lever, argument := strings.Trim(r.URL.Path, "/"), ""
	if words := strings.SplitN(lever, "/", 3); len(words) == 3 {
		lever, argument = words[0]+"/"+words[1], words[2]
	}
	switch lever {
	case "clock/freeze":
		s.clock.frozen = time.Now()
	case "clock/advance":
		by, err := time.ParseDuration(argument)
		if err != nil {
			http.Error(w, "cannot advance the clock: "+err.Error(), http.StatusBadRequest)
			return
		}
		s.clock.ahead += by
	case "fault/add", "fault/clear":
		s.broken = lever == "fault/add"
	default:
		http.Error(w, "no such lever", http.StatusNotFound)
	}
}
