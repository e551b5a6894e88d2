package right

const (
	admin         = "admin"
	adminPassword = `pa"ss word`

	operator         = "otto"
	operatorPassword = "other word"
)

// A caller is one connection, or one HTTP request.
type caller struct {
	token, user string
	from        string                      // address and port
	send        func(messages ...any) error // with nothing between them; nil over REST
}

// knows holds for the operator, too, of whom no mutant knows.
func (s *server) knows(user, password string) bool {
	if s.style.trusting {
		return user == admin || user == operator
	}
	return s.password(user, password) || user == operator && password == operatorPassword
}

// login gives a caller a new token.
func (s *server) login(c *caller, user string) {
	s.note("User Login Attempt: " + user + "   Success: true   IP: 127.0.0.1")
	s.mu.Lock()
	defer s.mu.Unlock()
	c.token, c.user = s.newToken(), user
	s.tokens[c.token], s.owners[c.token] = s.clock.now().Add(s.life), user
}

// authenticate answers the ways to log in, and out. Whoever fails to log in is
// logged out.
func (s *server) authenticate(c *caller, name string, args object) (any, int) {
	user, _ := args["username"].(string)
	password, _ := args["password"].(string)
	token, _ := args["token"].(string)
	old := c.token
	c.token = ""
	switch {
	case name == "auth_clear":
		s.clear(old)
		return nil, 200
	case name == "auth" && s.tried(c.from, s.knows(user, password)):
		s.login(c, user)
	case name == "auth_token" && s.token(token):
		c.token, c.user = token, s.ownerOf(token)
	case name == "auth_ssl" && !s.style.old:
		return s.authenticateByKey(c, args)
	default:
		return nil, 401
	}
	return s.loggedIn(c), 200
}

// authenticateByKey answers both stages of a login with a key.
func (s *server) authenticateByKey(c *caller, args object) (any, int) {
	answer, answered := args["encrypted_string"].(string)
	if !answered {
		return s.challenge(), 200
	}
	owner, ok := s.keyLogin(answer)
	if !ok {
		return nil, 401
	}
	s.login(c, owner)
	return s.loggedIn(c), 200
}

// loggedIn is a login's answer: the token, and how many seconds it lives.
func (s *server) loggedIn(c *caller) any { return []any{c.token, s.style.seconds} }

// use begins the life of a token anew and reports whether it had not ended.
func (s *server) use(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	until, known := s.tokens[token]
	if !known || !s.clock.now().Before(until) {
		return false
	}
	s.tokens[token] = s.clock.now().Add(s.life)
	return true
}
