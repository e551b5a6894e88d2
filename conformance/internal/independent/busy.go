package independent

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// A Busy host is one that all checks share with an administrator, who makes, renames,
// starts, stops and destroys jails of his own all the time, changes their settings,
// fetches releases, makes templates, runs jobs. Nobody else's jails
// are touched, nor the pools. It is never started anew.
type Busy struct {
	Pause time.Duration // between two things that he does

	mu      sync.Mutex
	servers map[string]conformance.Endpoint // by edition
	stops   []func() error
}

// Simulated is false: the host is somebody's.
func (b *Busy) Simulated() bool { return false }

// Start starts the host of an edition the first time; afterwards it is there.
func (b *Busy) Start(ctx context.Context, set conformance.Setting) (conformance.Endpoint, func() error, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	leave := func() error { return nil }
	if e, running := b.servers[set.Edition.Name]; running {
		return e, leave, nil
	}
	s, e, stop, err := start(ctx, conformance.Setting{Edition: set.Edition})
	if err != nil {
		return e, nil, err
	}
	if b.servers == nil {
		b.servers = map[string]conformance.Endpoint{}
	}
	b.servers[set.Edition.Name] = e
	b.stops = append(b.stops, stop)
	s.mu.Lock()
	s.begins()
	s.mu.Unlock()
	go s.administrate(b.Pause)
	return e, leave, nil
}

// Close ends the hosts.
func (b *Busy) Close() error {
	var err error
	for _, stop := range b.stops {
		err = errors.Join(err, stop())
	}
	return err
}

// administrate does one thing after the other until the server ends.
func (s *server) administrate(pause time.Duration) {
	defer s.busy.Done()
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		s.mu.Lock()
		chores[n%len(chores)](s, n/len(chores))
		s.mu.Unlock()
	}
}

// admins is how many jails of the administrator there are.
const admins = 6

// chores are what he does in turn; n counts the rounds.
var chores = []func(s *server, n int){
	func(s *server, n int) {
		s.host.add(another(n), fmt.Sprintf("admin-%d", n), n%2 == 0).settings["notes"] = "soon"
	},
	func(s *server, n int) {
		if j := s.host.find(another(n - 1)); j != nil {
			j.tag = fmt.Sprintf("renamed-%d", n)
			j.settings["tag"] = j.tag
		}
	},
	func(s *server, n int) { s.flip(s.host.find(another(n - 2))) },
	func(s *server, n int) { s.flip(s.host.find("www")) },
	func(s *server, n int) {
		if j := s.host.find("www"); j != nil {
			j.settings["notes"], j.settings["boot"] = fmt.Sprint("round ", n), []string{"on", "off"}[n%2]
			j.settings["vnet"], j.settings["used"], j.settings["quota"] = []string{"on", "off"}[n%2], fmt.Sprint(n, "K"), fmt.Sprint(n, "G")
		}
	},
	func(s *server, n int) {
		if j := s.host.find(another(n - admins)); j != nil {
			s.host.destroy(j)
		}
	},
	func(s *server, n int) {
		if n%2 == 0 {
			s.host.releases = append(s.host.releases, "11.0-RELEASE")
		} else {
			s.host.releases = s.host.releases[:1]
		}
	},
	func(s *server, n int) {
		if len(s.host.templates) < 2 {
			s.host.addTemplate(fmt.Sprintf("template-%d", n))
		} else {
			s.host.templates = s.host.templates[1:]
		}
	},
	func(s *server, n int) {
		id := fmt.Sprintf("cron-%d", n%40)
		if !s.underway(id) {
			s.start(id, []string{"echo cron"})
		}
	},
	func(s *server, n int) {
		pool := []string{"ONLINE", "DEGRADED"}[n%2]
		s.tellOfPool("backup", pool)
	},
}

// another is the UUID of one of his jails: half of them come before all others.
func another(n int) string {
	return fmt.Sprintf("%08x-dd35-11e5-8f6c-0cc47a03d4a1", n+(n%2)<<31)
}

// flip starts a jail that is down and stops one that is up.
func (s *server) flip(j *jail) {
	switch {
	case j == nil:
	case j.jid > 0:
		j.jid = 0
	default:
		s.host.start(j)
	}
}
