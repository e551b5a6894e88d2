package independent

import (
	"crypto/rand"
	"net"
	"time"
)

// Who may log in: a user with every right, and one who may run no commands.
const (
	admin    = "root"
	operator = "olga"

	hostname = "independent.example.org"
)

var passwords = map[string]string{admin: `cor"rect: hörse ✓`, operator: "battery: ständer"}

// The limits of the documents, and of five failures.
const (
	tokenLife = 300 * time.Second
	textLife  = 30 * time.Second
	window    = 10 * time.Minute
	blockade  = time.Hour
	failures  = 5
)

// A gate remembers who has come in, and who has tried too often.
type gate struct {
	tokens  map[string]token
	texts   map[string]time.Time // the challenges, and when each was made
	failed  map[string][]time.Time
	blocked map[string]time.Time // until when
}

type token struct {
	user  string
	until time.Time
}

func newGate() *gate {
	return &gate{
		tokens: map[string]token{}, texts: map[string]time.Time{},
		failed: map[string][]time.Time{}, blocked: map[string]time.Time{},
	}
}

// admits reports whether a token lives, which begins its life anew.
func (g *gate) admits(now time.Time, text string) bool {
	t, known := g.tokens[text]
	if !known || !now.Before(t.until) {
		return false
	}
	t.until = now.Add(tokenLife)
	g.tokens[text] = t
	return true
}

// tried keeps account of a login from an address, and reports whether it is let
// in: from a blocked one none is. The host itself is never blocked.
func (g *gate) tried(now time.Time, from string, good bool) bool {
	address, _, _ := net.SplitHostPort(from)
	if net.ParseIP(address).IsLoopback() {
		return good
	}
	if now.Before(g.blocked[address]) {
		return false
	}
	if good {
		delete(g.failed, address)
		return true
	}
	recent := []time.Time{now}
	for _, when := range g.failed[address] {
		if now.Sub(when) <= window {
			recent = append(recent, when)
		}
	}
	if g.failed[address] = recent; len(recent) >= failures {
		g.blocked[address] = now.Add(blockade)
		delete(g.failed, address)
	}
	return false
}

// enter gives a guest a new token.
func (s *server) enter(g *guest, user string) (any, int) {
	s.note("User Login Attempt: " + user + "   Success: true   IP: " + g.from)
	g.user, g.token = user, rand.Text()
	s.gate.tokens[g.token] = token{user, s.clock.now().Add(tokenLife)}
	return s.entered(g)
}

func (s *server) entered(g *guest) (any, int) { return []any{g.token, tokenLife.Seconds()}, 200 }

// turnedAway ends the login that there was, too.
func turnedAway(g *guest) (any, int) { g.user, g.token = "", ""; return nil, 401 }

func login(s *server, q question) (any, int) {
	user, password := q.text("username"), q.text("password")
	good := password != "" && passwords[user] == password
	if !s.gate.tried(s.clock.now(), q.guest.from, good) {
		return turnedAway(q.guest)
	}
	return s.enter(q.guest, user)
}

func loginAgain(s *server, q question) (any, int) {
	text := q.text("token")
	if !s.gate.admits(s.clock.now(), text) {
		return turnedAway(q.guest)
	}
	q.guest.user, q.guest.token = s.gate.tokens[text].user, text
	return s.entered(q.guest)
}

func logout(s *server, q question) (any, int) {
	delete(s.gate.tokens, q.guest.token)
	q.guest.user, q.guest.token = "", ""
	return nil, 0
}
