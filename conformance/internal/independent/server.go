package independent

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// An object is one of JSON's.
type object = map[string]any

// A server is one host and whoever talks to it.
type server struct {
	ctx  context.Context // ends the connections and the jobs
	busy sync.WaitGroup  // both

	mu     sync.Mutex // of all that follows: one question is answered at a time
	host   *host
	gate   *gate
	keys   map[string]map[string]string // by user: what is known of each key
	guests map[*guest]map[string]bool   // connections, and what they subscribed to
	jobs   map[string]*job
	book   []string // the log
	clock  clock

	broken, hanging []string // the commands of iocage that fail, and that never end
	lost            string   // the one of two lists that iocage cannot make

	turn sync.Mutex // held by the one job that runs iocage
}

func newServer(ctx context.Context, set conformance.Setting) *server {
	return &server{
		ctx: ctx, host: newHost(set.Edition, set.Documented), gate: newGate(),
		keys: map[string]map[string]string{}, guests: map[*guest]map[string]bool{}, jobs: map[string]*job{},
	}
}

// begins counts one more of what the end of the server waits for, if that has not
// come; the caller holds the lock.
func (s *server) begins() bool {
	if s.ctx.Err() != nil {
		return false
	}
	s.busy.Add(1)
	return true
}

// A guest is one connection, or one request over REST.
type guest struct {
	from        string // address and port
	user, token string // of the login, if there is one
	send        func(message object) error
}

// A question is a request, whichever door it came through.
type question struct {
	guest *guest
	class string // namespace/name
	args  object // nil if they are no object
	given any    // the arguments, whatever they are
}

// text is a member of the arguments, "" where it is none.
func (q question) text(member string) string { text, _ := q.args[member].(string); return text }

// textual reports whether all of these members that are there are texts.
func (q question) textual(members ...string) bool {
	return !slices.ContainsFunc(members, func(member string) bool {
		value, given := q.args[member]
		_, isText := value.(string)
		return given && !isText
	})
}

// An answer is what stands in args, and a code: 200, that of an error, or 0 for
// silence.
type answer func(s *server, q question) (any, int)

// open are the classes that nobody must have logged in for.
var open = map[string]answer{
	"rpc/auth": login, "rpc/auth_token": loginAgain, "rpc/auth_clear": logout, "rpc/auth_ssl": loginWithKey,
	"rpc/identify": identify,
}

// closed are those for guests who have.
var closed = map[string]answer{
	"rpc/query": query, "rpc/dispatcher": dispatch, "rpc/logs": readLogs, "rpc/settings": settings, "sysadm/settings": settings,
	"sysadm/iocage": iocage, "events/subscribe": subscribe, "events/unsubscribe": unsubscribe,
}

// ask answers a question.
func (s *server) ask(q question) (any, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.args, _ = q.given.(object)
	namespace, name, _ := strings.Cut(q.class, "/")
	namespace = strings.ToLower(namespace)
	if answer, found := open[namespace+"/"+name]; found {
		return answer(s, q)
	}
	answer, found := closed[namespace+"/"+strings.ToLower(name)]
	switch {
	case !s.gate.admits(s.clock.now(), q.guest.token):
		return nil, 401
	case !found && namespace == "events":
		return nil, 400
	case !found:
		return nil, 404
	}
	return answer(s, q)
}

func identify(*server, question) (any, int) {
	return object{"type": "server", "hostname": hostname}, 200
}

func query(_ *server, q question) (any, int) {
	dispatcher := "read/write"
	if q.guest.user == operator {
		dispatcher = "read"
	}
	return object{"sysadm/iocage": "read/write", "rpc/query": "read", "rpc/dispatcher": dispatcher}, 200
}

// A clock is that of the machine, but for what the levers did to it.
type clock struct {
	ahead  time.Duration
	frozen time.Time
}

func (c clock) now() time.Time {
	if c.frozen.IsZero() {
		return time.Now().Add(c.ahead)
	}
	return c.frozen.Add(c.ahead)
}
