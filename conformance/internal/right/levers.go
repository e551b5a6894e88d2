package right

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// lever works those levers of the simulated host that the scripts use: its
// clock, the host itself, which a reset makes a new one, and iocage failing
// whatever it is asked, or its list never ending.
func (s *server) lever(w http.ResponseWriter, q *http.Request) {
	s.turn.Lock()
	defer s.turn.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	words := strings.Split(strings.Trim(q.URL.Path, "/"), "/")
	switch strings.Join(words[:min(2, len(words))], " ") {
	case "seed":
		text, _ := io.ReadAll(q.Body)
		if err := s.sow(text); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	case "reset":
		s.host, s.broken, s.hangs, s.lost = newHost(s.host.edition, ""), false, "", ""
	case "clock freeze":
		s.clock.frozen = time.Now()
	case "clock advance":
		by, err := time.ParseDuration(words[2])
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.clock.ahead += by
	case "fault add", "fault clear":
		faults, _ := io.ReadAll(q.Body)
		s.fault(words[1], faults)
	default:
		http.Error(w, "no such lever", http.StatusNotFound)
	}
}

// withLevers offers them on a port.
func withLevers(s *server, e conformance.Endpoint, stop func() error) (conformance.Endpoint, func() error) {
	port := httptest.NewServer(http.HandlerFunc(s.lever))
	e.Levers = port.URL
	return e, func() error { port.Close(); return stop() }
}
