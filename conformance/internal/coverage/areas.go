package coverage

var (
	both      = []string{"websocket", "rest"}
	websocket = []string{"websocket"}
	rest      = []string{"rest"}
)

// areas are the requirements that no action has alone.
var areas = []Requirement{
	area("actions", "exact", both, "Only the exact name of an action is accepted."),
	area("actions", "missing", both, "A request without an action, or with one that is not text, gets error 400."),
	area("actions", "unknown", both, "An action that the class does not have gets error 400."),
	area("actions", "edition", both, "An action that only other editions have is unknown: error 400."),
	area("actions", "class", both, "A class or a namespace that the server does not have gets error 404."),
	area("actions", "class-case", both, "Class and namespace are compared without regard to case."),

	area("messages", "id", websocket, "A reply has exactly the id of its request."),
	area("messages", "id-error", websocket, "An error has the id of its request."),
	area("messages", "id-type", websocket, "An id that is not text is echoed."),
	area("messages", "order", websocket, "Members may come in any order."),
	area("messages", "extra", both, "Undocumented members are tolerated."),
	area("messages", "incomplete", websocket, "A message without namespace or name gets error 400."),
	area("messages", "args", websocket, "Arguments that are not an object get error 400."),
	area("messages", "malformed", both, "A message that is not JSON gets error 400, and the connection goes on."),
	area("messages", "relaxed", both, "Text that is nearly JSON is not accepted as JSON."),
	area("messages", "trailing", both, "A request followed by other text is not carried out."),
	area("messages", "not-object", both, "JSON that is not an object gets error 400."),
	area("messages", "binary", websocket, "A binary message does no harm."),
	area("messages", "many", websocket, "A connection serves request after request."),
	area("messages", "ping", websocket, "A ping is answered with a pong."),
	area("messages", "fragments", websocket, "A message may come in several frames, with a ping between them."),
	area("messages", "forbidden", websocket, "A frame that RFC 6455 forbids ends the connection."),
	area("messages", "cut", websocket, "A message that breaks off is not carried out."),
	area("messages", "goodbye", websocket, "A close frame is answered before the connection ends."),
	area("messages", "text", websocket, "A message begins with a brace, as the official client needs it."),
	area("messages", "twice", websocket, "If a member stands twice, the last counts or the message is refused."),
	area("messages", "plain", both, "The arguments may be in args or, without args, beside the other members."),

	area("errors", "form", both, "An error has a form that the rulings accept."),
	area("errors", "strict", both, "An error has the documented form."),

	area("login", "right", both, "The right user and password are accepted each time they are sent."),
	area("login", "wrong", both, "A wrong password lets nobody in."),
	area("login", "near", both, "A password that is nearly right lets nobody in."),
	area("login", "empty", both, "A missing or empty password lets nobody in."),
	area("login", "user", both, "An unknown user, or a name that is nearly right, is not let in."),
	area("login", "first", both, "A client without a login gets 401 for any request, not 400 or 404."),
	area("login", "own", both, "A login counts only for its own connection or request."),
	area("login", "verbs", rest, "No HTTP method bypasses the login."),
	area("login", "paths", rest, "No spelling of a path bypasses the login."),
	area("login", "clear", websocket, "auth_clear ends the login of its connection and has no reply."),
	area("login", "failed", websocket, "A refused login ends the connection's earlier login."),
	area("login", "pipelined", websocket, "Requests sent after a login wait for it; it does not apply to requests sent before."),
	area("login", "key", websocket, "The holder of a registered key logs in."),
	area("login", "key-wrong", websocket, "A wrong key, a wrong test string or a missing answer lets nobody in."),
	area("login", "key-once", websocket, "An answer to a test string logs in only once."),
	area("login", "key-revoked", websocket, "A revoked key lets nobody in."),
	area("login", "key-late", websocket, "A test string that is more than 30 seconds old logs nobody in."),

	area("tokens", "own", websocket, "Every login has its own token, which cannot be guessed."),
	area("tokens", "adopted", websocket, "A token logs in another connection."),
	area("tokens", "address", websocket, "A token is also accepted from another address."),
	area("tokens", "unknown", websocket, "A token that the server never gave, or a part of one, lets nobody in."),
	area("tokens", "cleared", websocket, "A cleared token lets nobody in."),
	area("tokens", "rights", websocket, "A token has the rights of its own user and no more."),
	area("tokens", "alive", websocket, "A token lives as long as the login says, to the millisecond."),
	area("tokens", "expired", websocket, "A token lives no longer than the login says, to the millisecond."),
	area("tokens", "renewed", websocket, "Each use restarts the life of a token."),
	area("tokens", "over", websocket, "A connection whose token has expired is no longer logged in, and may log in again."),

	area("blocks", "five", both, "Five failures in a row block the address, even for the right password."),
	area("blocks", "four", both, "A successful login resets the count of failures."),
	area("blocks", "window", both, "Failures that are more than 10 minutes apart do not count together."),
	area("blocks", "ends", both, "A block ends after 60 minutes, and not before."),
	area("blocks", "others", both, "A block is for one address: other addresses are let in."),
	area("blocks", "loopback", both, "An address of the host itself is never blocked."),

	area("events", "names", websocket, "Names of events are accepted as an array and as one text; the reply has the last known name."),
	area("events", "unknown", websocket, "A name that is not an event's, or a missing name, is not confirmed."),
	area("events", "verbs", websocket, "Namespace events has subscribe and unsubscribe and nothing else."),
	area("events", "order", websocket, "The events of a job come as pending, running, finished."),
	area("events", "once", websocket, "Each event comes once, even after several subscriptions."),
	area("events", "others", websocket, "Events are sent to subscribers and to nobody else."),
	area("events", "end", websocket, "After unsubscribing, which the reply confirms, no event comes."),
	area("events", "last", websocket, "A new subscriber gets the last event at once, if there was one."),
	area("events", "news", websocket, "Changes on the host are reported by events."),
	area("events", "rest", rest, "A subscription over REST does no harm."),

	area("jobs", "run", both, "A request to run a job is answered with its id, and the job runs."),
	area("jobs", "chain", both, "The commands of a job run in order until one fails."),
	area("jobs", "absent", websocket, "A job whose program does not exist fails."),
	area("jobs", "kill", websocket, "A killed job ends at once, and its event says so."),
	area("jobs", "queue", websocket, "Jobs of one queue wait for each other."),
	area("jobs", "shell", websocket, "No shell reads a command."),
	area("jobs", "words", websocket, "A command is split at blanks; quotes hold words together."),
	area("jobs", "rights", both, "Only a user with full access may run and kill jobs."),
	area("jobs", "actions", both, "An unknown action of the dispatcher gets an error."),

	area("logs", "secrets", both, "No log contains a password or a token."),
	area("logs", "times", both, "The logs of a period have the entries of that period and no others."),

	area("keys", "listed", both, "A registered key is listed; a revoked key is not."),
	area("keys", "names", both, "Both documented names of the class, and of each action, mean the same."),
	area("keys", "rights", both, "A user without full access sees and revokes only their own keys."),

	area("transports", "seen", both, "A change over one transport is visible over the other at once."),
	area("transports", "refusal", both, "A refusal is the same over both transports."),

	area("http", "verbs", rest, "PUT, GET and POST mean the same; other methods are refused, and the reply names the right ones."),
	area("http", "path", rest, "A path is exactly a namespace and a class."),
	area("http", "status", rest, "An answer has status 200, also if iocage refused."),
	area("http", "type", rest, "A body is declared as JSON."),
	area("http", "version", rest, "The server speaks HTTP/1.1, also to a client that offers HTTP/2 or speaks HTTP/1.0."),
	area("http", "chunked", rest, "A body may come in chunks."),
	area("http", "cut", rest, "A request that breaks off is not carried out."),
	area("http", "pipelined", rest, "Requests that are sent without waiting are answered in their order."),
	area("http", "spelling", rest, "The names of headers and the scheme of a login are accepted in any case."),
	area("http", "refused", rest, "A request that two readers may read differently is refused."),
	area("http", "expect", rest, "A request with Expect: 100-continue is answered."),

	area("concurrency", "inflight", websocket, "Simultaneous requests are each answered once, under their own id."),
	area("concurrency", "changes", both, "Simultaneous changes of one jail leave it in a documented state.").of("startjail"),
	area("concurrency", "connections", both, "Connections do not disturb each other."),
	area("concurrency", "slow", both, "A slow request does not delay other requests."),

	area("limits", "large", both, "A message that is too large does no harm."),
	area("limits", "usual", both, "A message of 10 kB is answered."),
	area("limits", "nested", both, "A deeply nested message does no harm."),
	area("limits", "garbled", both, "Text that is not UTF-8 does no harm."),
	area("limits", "stranger", both, "None of these does harm when sent without a login."),
	area("limits", "requests", websocket, "More simultaneous requests than a server works on are all answered, or refused as too many."),

	area("tls", "old", both, "TLS below 1.2 is refused."),
	area("tls", "client", both, "TLS 1.2 is accepted."),
	area("tls", "new", both, "TLS 1.3 is accepted."),
	area("tls", "plain", both, "A request without TLS is not obeyed."),

	area("origin", "client", both, "The Origin of the official client is accepted."),
	area("origin", "foreign", both, "The Origin of a foreign web page is refused."),
}

func area(subject, kind string, over []string, text string) Requirement {
	return Requirement{Subject: subject, Kind: kind, Text: text, Transports: over}
}

// of is asked by the editions alone that offer the action.
func (r Requirement) of(action string) Requirement {
	r.action = action
	return r
}
