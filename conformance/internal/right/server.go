package right

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A server is right as newServer makes it, and wrong in one named way when a
// mutant bends one of its functions.
type server struct {
	host  *host
	style style
	turn  sync.Mutex // held by the one request that is answered: so a mutant may change the host as it likes

	mu     sync.Mutex
	tokens map[string]time.Time // until when they live
	owners map[string]string    // of tokens

	subscribers map[*caller][]string
	jobs        map[string]*job
	iocage      sync.Mutex                   // held by the one job of its queue that runs
	dead        []string                     // jobs killed
	keys        map[string]map[string]string // by user: what is known of each
	challenges  []string
	asked       map[string]time.Time // when those were
	failed      map[string]failures  // logins, by address
	clock       clock
	broken      bool     // iocage is
	faults      string   // in what way
	hangs       string   // the one command of it that never ends
	lost        string   // the one of its two lists that it cannot make
	book        []string // the log hostinfo

	bends
}

// bends are what a mutant may replace.
type bends struct {
	// Who is let in, and what for.
	password func(user, password string) bool
	newToken func() string
	token    func(token string) bool
	clear    func(token string)
	ownerOf  func(token string) string
	keyLogin func(answer string) (user string, ok bool)
	admits   func(c *caller) bool
	mayRun   func(c *caller) bool
	seesAll  func(c *caller) bool

	// How messages are read and written.
	read      func(text []byte) (object, error)
	message   func(reply, request object) any
	behind    func(request object) []any // messages sent right behind the reply
	body      func(status int, body object, header http.Header) (int, any)
	malformed func(conn *websocket.Conn) bool // reports whether to go on
	verbs     func(verb string) bool
	path      func(path string) []string
	origin    func(origin string) bool

	// What requests do.
	spelling    func(namespace, name string) (string, string)
	class       func(namespace, name string) int
	query       func() object
	run         func(action string, args object) (object, int)
	common      func(c *caller, class string, args object) (result any, code int, found bool)
	broke       func(action string) object
	subscribes  func(args any) ([]string, int)
	unsubscribe func(c *caller, name string)
	tells       func(name string, args object) []object
	state       func() object
	split       func(command string) []string
	program     func(j *job, words []string) (string, int)

	// Quantities and habits.
	queue                         string
	textLength                    int
	life, textLife, window, block time.Duration
	most                          int // failures
	forgives, blocksLoopback      bool
	answersClear, noBinary, twice bool
	stops, kills, forgets         bool // a job at a failure, jobs, texts that were answered
	takesAnyKey                   bool
	readOnly                      bool // rpc/query tells operators so
	waits                         bool // a job of iocage for the other
}

// newServer is a server that is right: whoever bends it does so before it is
// asked anything.
func newServer(h *host, as style) *server {
	s := &server{
		host: h, style: as, tokens: map[string]time.Time{}, owners: map[string]string{}, subscribers: map[*caller][]string{},
		jobs: map[string]*job{}, keys: map[string]map[string]string{}, asked: map[string]time.Time{}, failed: map[string]failures{},
		bends: bends{
			life: 300 * time.Second, textLife: 30 * time.Second, window: 10 * time.Minute, block: time.Hour, most: 5, forgives: true,
			queue: "no_queue", textLength: 128, stops: true, kills: true, forgets: true, readOnly: true, waits: true,
		},
	}
	s.trust()
	s.speak()
	s.work()
	return s
}

// trust says who is let in, and what for.
func (s *server) trust() {
	s.password = func(user, password string) bool { return user == admin && password == adminPassword }
	s.newToken = rand.Text
	s.token = s.use
	s.clear = func(token string) { s.mu.Lock(); defer s.mu.Unlock(); delete(s.tokens, token) }
	s.ownerOf = func(token string) string { s.mu.Lock(); defer s.mu.Unlock(); return s.owners[token] }
	s.keyLogin = s.keyOwner
	s.admits = func(c *caller) bool { return c.token != "" && s.token(c.token) }
	s.mayRun = func(c *caller) bool { return c.user != operator }
	s.seesAll = s.mayRun
}

// speak says how messages are read and written.
func (s *server) speak() {
	s.read = decode
	s.message = func(reply, _ object) any { return reply }
	s.behind = func(object) []any { return nil }
	s.body = func(status int, body object, _ http.Header) (int, any) { return status, body }
	s.malformed = func(*websocket.Conn) bool { return true }
	s.verbs = func(verb string) bool { return verb == "PUT" || verb == "GET" || verb == "POST" }
	s.path = func(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }
	s.origin = func(origin string) bool { return origin != "null" && !strings.HasPrefix(origin, "http") }
}

// work says what requests do.
func (s *server) work() {
	s.spelling = inSmallLetters
	s.class = func(namespace, name string) int {
		if namespace+"/"+name == "sysadm/iocage" {
			return 200
		}
		return 404
	}
	s.query = func() object {
		return object{"sysadm/iocage": "read/write", "rpc/query": "read", "rpc/dispatcher": "read/write"}
	}
	s.run, s.common = failing(s, s.carryOut), s.classes
	s.broke = func(string) object { return object{"error": "cannot do that"} }
	s.subscribes = s.subscription
	s.unsubscribe = func(c *caller, name string) {
		s.subscribers[c] = slices.DeleteFunc(s.subscribers[c], func(other string) bool { return other == name })
	}
	s.tells = func(_ string, args object) []object { return []object{args} }
	s.state = hostState
	s.split, s.program = words, s.fetches(programs)
}

// answer is the whole contract: args and code for one request. silent is for
// auth_clear, and for what is never answered.
func (s *server) answer(c *caller, namespace, name string, args any) (result any, code int, silent bool) {
	members, isObject := args.(object)
	namespace, name = s.spelling(namespace, name)
	switch class := namespace + "/" + name; {
	case namespace == "rpc" && strings.HasPrefix(name, "auth"):
		result, code = s.authenticate(c, name, members)
		return result, code, name == "auth_clear" && !s.answersClear
	case class == "rpc/identify" && !s.style.old:
		return object{"type": "server", "hostname": "right"}, 200, false
	case !s.admits(c):
		return nil, 401, false
	case class == "rpc/query":
		return s.offers(c), 200, false
	case namespace == "events":
		result, code = s.events(c, name, args)
		return result, code, false
	}
	if isObject {
		if result, code, found := s.common(c, namespace+"/"+name, members); found {
			return result, code, false
		}
	}
	if code := s.class(namespace, name); code != 200 {
		return nil, code, false
	}
	result, code = s.act(members)
	return result, code, code == never
}

// inSmallLetters is how a class is looked for. What events and logins are called is
// no class, and is exact.
func inSmallLetters(namespace, name string) (string, string) {
	namespace = strings.ToLower(namespace)
	if namespace == "events" || namespace == "rpc" && strings.HasPrefix(strings.ToLower(name), "auth") {
		return namespace, name
	}
	return namespace, strings.ToLower(name)
}

// offers are the classes, with what the caller may do with each.
func (s *server) offers(c *caller) object {
	classes := s.query()
	if _, offered := classes["rpc/dispatcher"]; offered && s.readOnly && !s.mayRun(c) {
		classes["rpc/dispatcher"] = "read"
	}
	return classes
}

// act answers sysadm/iocage.
func (s *server) act(args object) (any, int) {
	action, named := args["action"].(string)
	if !named {
		return nil, 400
	}
	answer, code := s.run(action, args)
	if code != 200 {
		return nil, code
	}
	return object{action: answer}, 200
}

// classes answers the classes beside sysadm/iocage.
func (s *server) classes(c *caller, class string, args object) (result any, code int, found bool) {
	switch class {
	case "rpc/dispatcher":
		result, code = s.dispatch(c, args)
	case "rpc/settings", "sysadm/settings":
		result, code = s.registered(c, args)
	case "rpc/logs":
		result, code = s.readLogs(args)
	}
	return result, code, code != 0 && !(s.style.old && class != "rpc/dispatcher")
}
