package independent

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// lever works those levers of a simulated host that the checks need: its clock,
// an iocage that fails, and two things that a seed tells of, a template and a pool
// that is not well.
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
	case "seed":
		seed, _ := io.ReadAll(r.Body)
		s.host.template = "base"
		for _, health := range []string{"DEGRADED", "FAULTED"} {
			if strings.Contains(string(seed), "zroot: "+health) {
				s.tellOfPool("zroot", health)
			}
		}
	default:
		http.Error(w, "no such lever", http.StatusNotFound)
	}
}
