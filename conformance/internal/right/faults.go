package right

import "bytes"

// fault adds faults, or clears them all; the caller holds the lock.
func (s *server) fault(verb string, faults []byte) {
	s.faults, s.hangs, s.lost = string(faults), "", lostList(faults)
	if s.broken = verb == "add" && s.lost == ""; bytes.Contains(faults, []byte("effect: hang")) {
		s.broken, s.hangs = false, "list"
	}
	if bytes.Contains(faults, []byte("command: fetch, effect: hang")) {
		s.hangs = "fetch"
	}
}

// lostList is the list that a fault of the first or the second run of `iocage list`
// takes from an answer that has two.
func lostList(faults []byte) string {
	switch {
	case bytes.Contains(faults, []byte("nth: 1,")):
		return "local"
	case bytes.Contains(faults, []byte("nth: 2,")):
		return "remote"
	}
	return ""
}

// never is the code of what is not answered.
const never = 0

// failing answers every action as one that iocage failed to do, while it is
// broken.
func failing(s *server, run func(string, object) (object, int)) func(string, object) (object, int) {
	return func(action string, args object) (object, int) {
		s.mu.Lock()
		broken, hangs, lost := s.broken, s.hangs, s.lost
		s.mu.Unlock()
		if hangs == "list" && action == "listjails" {
			return nil, never
		}
		if broken && action == "activatestatus" && s.host.edition.Offers(action) {
			return object{"activated": "false"}, 200
		}
		starts := action == "fetchreleases" || action == "createplugin" // their jobs fail
		if broken && s.host.edition.Offers(action) && !starts {
			return s.broke(action), 200
		}
		answer, code := run(action, args)
		if action == "listreleases" || action == "listplugins" {
			delete(answer, lost)
		}
		return answer, code
	}
}
