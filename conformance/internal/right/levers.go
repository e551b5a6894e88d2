package right

import (
	"errors"
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
	said, _ := io.ReadAll(q.Body)
	var err error
	switch strings.Join(words[:min(2, len(words))], " ") {
	case "seed":
		err = s.sow(said)
	case "reset":
		s.host, s.broken, s.hangs, s.lost = newHost(s.host.edition, ""), false, "", ""
	case "clock freeze":
		s.clock.frozen = time.Now()
	case "clock advance":
		err = s.clock.advance(words[2])
	case "fault add", "fault clear":
		s.fault(words[1], said)
	default:
		err = errors.New("no such lever")
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

// withLevers offers them on a port.
func withLevers(s *server, e conformance.Endpoint, stop func() error) (conformance.Endpoint, func() error) {
	port := httptest.NewServer(http.HandlerFunc(s.lever))
	e.Levers = port.URL
	return e, func() error { port.Close(); return stop() }
}
