package right

import (
	"net"
	"time"
)

// failures are those of an address in a row, and until when it is blocked.
type failures struct {
	times []time.Time
	until time.Time
}

// tried keeps account of a login from an address and reports whether it is let
// in: never while the address is blocked.
func (s *server) tried(from string, good bool) bool {
	address, _, _ := net.SplitHostPort(from)
	if net.ParseIP(address).IsLoopback() && !s.blocksLoopback {
		return good
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f, now := s.failed[address], s.clock.now()
	switch {
	case now.Before(f.until):
		return false
	case good && s.forgives:
		f.times = nil
	case !good:
		f.times = append(f.times, now)
		for len(f.times) > 0 && now.Sub(f.times[0]) > s.window {
			f.times = f.times[1:]
		}
		if len(f.times) >= s.most {
			f = failures{until: now.Add(s.block)}
		}
	}
	s.failed[address] = f
	return good
}
