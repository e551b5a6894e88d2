package independent

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// lever works those levers of a simulated host that the checks need: its clock,
// an iocage that fails or hangs, and the host itself.
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
		faults, _ := io.ReadAll(r.Body)
		s.broken = lever == "fault/add"
		s.hangs = strings.Contains(string(faults), "effect: hang")
	case "seed":
		text, _ := io.ReadAll(r.Body)
		if err := s.sow(text); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	default:
		http.Error(w, "no such lever", http.StatusNotFound)
	}
}
