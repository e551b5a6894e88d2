package independent

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
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
		if err := s.spoil(lever == "fault/add", faults); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	case "seed":
		text, _ := io.ReadAll(r.Body)
		if err := s.sow(text); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	default:
		http.Error(w, "no such lever", http.StatusNotFound)
	}
}

// spoil makes iocage fail, or hang, or mends it.
func (s *server) spoil(spoils bool, text []byte) error {
	var description struct {
		Faults []struct {
			Command, Effect string
			Nth             int
		}
	}
	s.broken, s.hanging, s.lost = nil, nil, ""
	if err := yaml.Unmarshal(text, &description); err != nil || !spoils {
		return err
	}
	for _, f := range description.Faults {
		switch {
		case f.Effect == "hang":
			s.hanging = append(s.hanging, f.Command)
		case f.Nth == 1:
			s.lost = "local"
		case f.Nth == 2:
			s.lost = "remote"
		default:
			s.broken = append(s.broken, f.Command)
		}
	}
	return nil
}

// strikes reports whether a command of iocage is among those that are spoilt.
func strikes(spoilt []string, command string) bool {
	return slices.Contains(spoilt, "*") || slices.Contains(spoilt, command)
}
