package conformance_test

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A right is an independent server of the contract, written for the suite's
// own tests: right as it stands, wrong in one named way when a mutant bends
// one of its functions.
type right struct {
	host  *host
	style style
	turn  sync.Mutex // held by the one request that is answered: so a mutant may change the host as it likes

	mu     sync.Mutex
	tokens map[string]time.Time // until when they live
	owners map[string]string    // of tokens

	subscribers map[*caller][]string
	jobs        map[string]*rightJob
	iocage      sync.Mutex                   // held by the one job of its queue that runs
	dead        []string                     // jobs killed
	keys        map[string]map[string]string // by user: what is known of each
	challenges  []string
	asked       map[string]time.Time // when those were
	failed      map[string]failures  // logins, by address
	clock       rightClock
	broken      bool     // iocage is
	hangs       string   // the one command of it that never ends
	lost        string   // the one of its two lists that it cannot make
	book        []string // the log hostinfo

	// What a mutant may replace.
	password  func(user, password string) bool
	token     func(token string) bool
	clear     func(token string)
	admits    func(c *caller) bool
	run       func(action string, args map[string]any) (map[string]any, int)
	message   func(reply, request map[string]any) any
	body      func(status int, body map[string]any, header http.Header) (int, any)
	malformed func(conn *websocket.Conn) bool // reports whether to go on
	verbs     func(verb string) bool
	origin    func(origin string) bool
	class     func(namespace, name string) int
	query     func() map[string]any
	read      func(text []byte) (map[string]any, error)
	newToken  func() string
	path      func(path string) []string

	subscribes  func(args any) ([]string, int)
	unsubscribe func(c *caller, name string)
	tells       func(name string, args map[string]any) []map[string]any
	state       func() map[string]any
	mayRun      func(c *caller) bool
	seesAll     func(c *caller) bool
	split       func(command string) []string
	program     func(j *rightJob, words []string) (string, int)
	common      func(c *caller, class string, args map[string]any) (result any, code int, found bool)
	keyLogin    func(answer string) (user string, ok bool)
	ownerOf     func(token string) string
	queue       string
	textLength  int

	life, textLife, window, block time.Duration
	most                          int // failures
	broke                         func(action string) jsonObject
	forgives, blocksLoopback      bool

	answersClear, noBinary, twice bool
	stops, kills, forgets         bool // a job at a failure, jobs, texts that were answered
	takesAnyKey                   bool
	readOnly                      bool // rpc/query tells operators so
	waits                         bool // a job of iocage for the other
}

// A style is one of the two right ways to answer.
type style struct {
	textCodes      bool // error codes as strings
	errorNamespace bool // namespace "error" in error replies
	cut            bool // values end at their first colon
	emptyQuery     bool // {} to activatepool without a pool
	underJail      bool // ERROR under the jail's name
	bareErrors     bool // no body with an error over REST
	old            bool // events and dispatcher of February 2016, no settings, no logs, no keys
	lossy          bool // lines of iocage that follow an empty one are lost
	trusting       bool // users need no password, as all come from the host itself
	seconds        int
	contentType    string
}

var (
	documentedStyle = style{seconds: 300, contentType: "application/json"}
	referenceStyle  = style{
		textCodes: true, errorNamespace: true, cut: true, emptyQuery: true, underJail: true, bareErrors: true, old: true, lossy: true,
		contentType: "text/json; charset=utf-8",
	}
)

const (
	rightUser     = "admin"
	rightPassword = `pa"ss word`

	rightOperator         = "otto"
	rightOperatorPassword = "other word"
)

// A caller is one connection, or one HTTP request.
type caller struct {
	token, user string
	from        string                      // address and port
	send        func(messages ...any) error // with nothing between them; nil over REST
}

func newRight(h *host, s style) *right {
	r := &right{
		host: h, style: s, tokens: map[string]time.Time{}, owners: map[string]string{}, subscribers: map[*caller][]string{},
		jobs: map[string]*rightJob{}, keys: map[string]map[string]string{}, queue: "no_queue", textLength: 128,
		stops: true, kills: true, forgets: true, readOnly: true, waits: true,
	}
	r.asked, r.failed = map[string]time.Time{}, map[string]failures{}
	r.life, r.textLife, r.window, r.block, r.most, r.forgives = 300*time.Second, 30*time.Second, 10*time.Minute, time.Hour, 5, true
	r.broke = func(string) jsonObject { return jsonObject{"error": "cannot do that"} }
	r.password = func(user, password string) bool { return user == rightUser && password == rightPassword }
	r.subscribes = r.subscription
	r.unsubscribe = func(c *caller, name string) {
		r.subscribers[c] = slices.DeleteFunc(r.subscribers[c], func(other string) bool { return other == name })
	}
	r.tells = func(_ string, args map[string]any) []map[string]any { return []map[string]any{args} }
	r.state = hostState
	r.mayRun = func(c *caller) bool { return c.user != rightOperator }
	r.seesAll = r.mayRun
	r.split, r.program = words, r.fetches(programs)
	r.common, r.keyLogin = r.classes, r.keyOwner
	r.ownerOf = func(token string) string { r.mu.Lock(); defer r.mu.Unlock(); return r.owners[token] }
	r.token = r.use
	r.clear = func(token string) { r.mu.Lock(); defer r.mu.Unlock(); delete(r.tokens, token) }
	r.admits = func(c *caller) bool { return c.token != "" && r.token(c.token) }
	r.run = failing(r, r.last(h.run(s)))
	r.message = func(reply, _ map[string]any) any { return reply }
	r.body = func(status int, body map[string]any, _ http.Header) (int, any) { return status, body }
	r.malformed = func(*websocket.Conn) bool { return true }
	r.verbs = func(verb string) bool { return verb == "PUT" || verb == "GET" || verb == "POST" }
	r.origin = func(origin string) bool { return origin != "null" && !strings.HasPrefix(origin, "http") }
	r.class = func(namespace, name string) int {
		if strings.EqualFold(namespace+"/"+name, "sysadm/iocage") {
			return 200
		}
		return 404
	}
	r.read = object
	r.path = func(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }
	r.newToken = rand.Text
	r.query = func() map[string]any {
		return map[string]any{"sysadm/iocage": "read/write", "rpc/query": "read", "rpc/dispatcher": "read/write"}
	}
	return r
}

// knows holds for the operator, too, of whom no mutant knows.
func (r *right) knows(user, password string) bool {
	if r.style.trusting {
		return user == rightUser || user == rightOperator
	}
	return r.password(user, password) || user == rightOperator && password == rightOperatorPassword
}

// login gives a caller a new token.
func (r *right) login(c *caller, user string) {
	r.note("User Login Attempt: " + user + "   Success: true   IP: 127.0.0.1")
	r.mu.Lock()
	defer r.mu.Unlock()
	c.token, c.user = r.newToken(), user
	r.tokens[c.token], r.owners[c.token] = r.clock.now().Add(r.life), user
}

// answer is the whole contract: args and code for one request. silent is for
// auth_clear.
func (r *right) answer(c *caller, namespace, name string, args any) (result any, code int, silent bool) {
	members, isObject := args.(map[string]any)
	if namespace == "rpc" && strings.HasPrefix(name, "auth") {
		result, code = r.authenticate(c, name, members)
		return result, code, name == "auth_clear" && !r.answersClear
	}
	switch {
	case namespace == "rpc" && name == "identify" && r.style.contentType == documentedStyle.contentType:
		return map[string]any{"type": "server", "hostname": "right"}, 200, false
	case !r.admits(c):
		return nil, 401, false
	case namespace == "rpc" && name == "query":
		classes := r.query()
		if _, offered := classes["rpc/dispatcher"]; offered && r.readOnly && !r.mayRun(c) {
			classes["rpc/dispatcher"] = "read"
		}
		return classes, 200, false
	case namespace == "events":
		result, code = r.events(c, name, args)
		return result, code, false
	}
	if isObject {
		if result, code, found := r.common(c, namespace+"/"+name, members); found {
			return result, code, false
		}
	}
	if code := r.class(namespace, name); code != 200 {
		return nil, code, false
	}
	action, named := members["action"].(string)
	if !isObject || !named {
		return nil, 400, false
	}
	answer, code := r.run(action, members)
	if code != 200 {
		return nil, code, code == never
	}
	return map[string]any{action: answer}, 200, false
}

// classes answers the classes beside sysadm/iocage.
func (r *right) classes(c *caller, class string, args map[string]any) (result any, code int, found bool) {
	switch class {
	case "rpc/dispatcher":
		result, code = r.dispatch(c, args)
	case "rpc/settings", "sysadm/settings":
		result, code = r.registered(c, args)
	case "rpc/logs":
		result, code = r.readLogs(args)
	}
	return result, code, code != 0 && !(r.style.old && class != "rpc/dispatcher")
}

func (r *right) authenticate(c *caller, name string, args map[string]any) (any, int) {
	user, _ := args["username"].(string)
	password, _ := args["password"].(string)
	token, _ := args["token"].(string)
	answer, answered := args["encrypted_string"].(string)
	old := c.token
	c.token = ""
	switch {
	case name == "auth_clear":
		r.clear(old)
		return nil, 200
	case name == "auth" && r.tried(c.from, r.knows(user, password)):
		r.login(c, user)
	case name == "auth_token" && r.token(token):
		c.token, c.user = token, r.ownerOf(token)
	case name == "auth_ssl" && !r.style.old && !answered:
		return r.challenge(), 200
	case name == "auth_ssl" && !r.style.old:
		owner, ok := r.keyLogin(answer)
		if !ok {
			return nil, 401
		}
		r.login(c, owner)
	default:
		return nil, 401
	}
	return []any{c.token, r.style.seconds}, 200
}

// ServeHTTP is the REST port.
func (r *right) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	status, args := r.rest(q)
	body := map[string]any{"args": args}
	if status != 200 {
		body["args"] = map[string]any{"code": status, "message": http.StatusText(status)}
		w.Header().Set("WWW-Authenticate", `Basic realm="right"`)
		w.Header().Set("Allow", "GET, POST, PUT")
	}
	w.Header().Set("Content-Type", r.style.contentType)
	status, bent := r.body(status, body, w.Header())
	w.WriteHeader(status)
	if status == 200 || !r.style.bareErrors {
		e := json.NewEncoder(w)
		e.SetIndent("", "    ")
		_ = e.Encode(bent)
	}
}

func (r *right) rest(q *http.Request) (int, any) {
	text, err := io.ReadAll(http.MaxBytesReader(nil, q.Body, 1<<20))
	r.turn.Lock()
	defer r.turn.Unlock()
	c := &caller{from: q.RemoteAddr}
	if user, password, ok := q.BasicAuth(); ok && r.tried(q.RemoteAddr, r.knows(user, password)) {
		r.login(c, user)
		defer r.clear(c.token)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return 413, nil
	case !r.verbs(q.Method):
		return 405, nil
	}
	path := r.path(q.URL.Path)
	if !r.admits(c) && !public(path) {
		return 401, nil
	}
	args, err := object(text)
	if err != nil || len(path) != 2 {
		return 400, nil
	}
	result, code, _ := r.answer(c, path[0], path[1], argsIn(args))
	return code, result
}

// public are the classes that need no login.
func public(path []string) bool {
	return len(path) == 2 && path[0] == "rpc" && (path[1] == "identify" || strings.HasPrefix(path[1], "auth"))
}

// serveWebSocket is the WebSocket port.
func (r *right) serveWebSocket(w http.ResponseWriter, q *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(q *http.Request) bool { return r.origin(q.Header.Get("Origin")) }}
	conn, err := upgrader.Upgrade(w, q, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetReadLimit(1 << 20)
	var writing sync.Mutex
	c := &caller{from: q.RemoteAddr, send: func(messages ...any) (err error) {
		writing.Lock()
		defer writing.Unlock()
		for _, message := range messages {
			err = errors.Join(err, conn.WriteJSON(message))
		}
		return err
	}}
	defer r.leave(c)
	for {
		kind, text, err := conn.ReadMessage()
		if err != nil || r.noBinary && kind == websocket.BinaryMessage {
			return
		}
		request, err := r.read(text)
		if err != nil && !r.malformed(conn) {
			return
		}
		if reply := r.reply(c, request, err); reply != nil {
			bent := r.message(reply, request)
			if c.send(bent) != nil || r.twice && c.send(bent) != nil {
				return
			}
		}
	}
}

// leave forgets a connection.
func (r *right) leave(c *caller) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.subscribers, c)
}

// reply makes the reply to one message, nil for none.
func (r *right) reply(c *caller, request map[string]any, malformed error) map[string]any {
	r.turn.Lock()
	defer r.turn.Unlock()
	namespace, _ := request["namespace"].(string)
	name, _ := request["name"].(string)
	id := request["id"]
	if id == nil {
		id = ""
	}
	if malformed != nil || namespace == "" || name == "" {
		return r.errorReply(id, "rpc", 400)
	}
	result, code, silent := r.answer(c, namespace, name, argsIn(request))
	switch {
	case silent:
		return nil
	case code != 200:
		return r.errorReply(id, namespace, code)
	}
	return map[string]any{"args": result, "id": id, "name": "response", "namespace": namespace}
}

// argsIn are the arguments of a request: its args or, without those, all of it.
func argsIn(request map[string]any) any {
	if args, given := request["args"]; given {
		return args
	}
	return request
}

func (r *right) errorReply(id any, namespace string, code int) map[string]any {
	details := map[string]any{"code": code, "message": http.StatusText(code)}
	if r.style.textCodes {
		details["code"] = fmt.Sprint(code)
	}
	if r.style.errorNamespace {
		namespace = "error"
	}
	return map[string]any{"args": details, "id": id, "name": "error", "namespace": namespace}
}

// object reads one JSON object and nothing behind it.
func object(text []byte) (map[string]any, error) {
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, err
	}
	if m == nil {
		return nil, errors.New("no object")
	}
	return m, nil
}
