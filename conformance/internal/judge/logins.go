package judge

import (
	"net/http"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// A login is a WebSocket connection on which the user of the run has logged in, and
// the messages with which he did.
type login struct {
	conn  *probe.Conn
	asked []byte
	reply arrival
}

// logins are those that plain checks have left, for the next ones on the same host.
type logins struct {
	mu   sync.Mutex
	left []login
}

func (l *logins) take() (last login, found bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.left) - 1
	if n < 0 {
		return login{}, false
	}
	last, l.left = l.left[n], l.left[:n]
	return last, true
}

func (l *logins) put(one login) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.left = append(l.left, one)
}

// close says goodbye on all of them.
func (l *logins) close() {
	for one, found := l.take(); found; one, found = l.take() {
		_ = one.conn.Close()
	}
}

// resume takes over a WebSocket connection on which an earlier check has logged in,
// and reports whether there was one that this check may have. The messages of that
// login stand in the trace of this check, too.
func (j *judge) resume(ts *testscript.TestScript, user, password string) bool {
	if !j.sharesLogins(user, password) {
		return false
	}
	l, found := j.host.logins.take()
	if !found {
		return false
	}
	s := j.session()
	s.closeWebSocket()
	s.speak(l.conn)
	j.noteSent(l.asked)
	j.noteArrival(l.reply)
	j.reached = true
	j.cameIn(ts, l)
	j.last.http.Status = http.StatusSwitchingProtocols
	return true
}

// sharesLogins reports whether the check need not log this user in by itself.
func (j *judge) sharesLogins(user, password string) bool {
	return j.of.SharesLogins && user == j.host.User && password == j.host.Password
}

// leave keeps the login of a session for other checks, or says goodbye.
func (j *judge) leave(s *session, passed bool) {
	if passed && s.login.conn != nil && s.quiet() && j.sharesLogins(s.user, s.password) {
		j.host.logins.put(s.login)
		s.conn = nil
	}
	s.closeWebSocket()
}
