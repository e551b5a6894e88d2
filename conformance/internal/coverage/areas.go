package coverage

var (
	both      = []string{"websocket", "rest"}
	websocket = []string{"websocket"}
	rest      = []string{"rest"}
)

// areas are the requirements that no action has alone.
var areas = []Requirement{
	area("actions", "exact", both, "An action is its exact name."),
	area("actions", "missing", both, "A request without an action, or with one that is no text, is error 400."),
	area("actions", "unknown", both, "An action that the class does not have is error 400."),
	area("actions", "younger", both, "An action of younger documents is unknown: error 400."),
	area("actions", "class", both, "A class or a namespace that the server does not have is error 404."),
	area("actions", "class-case", both, "Class and namespace are compared without regard to case."),

	area("messages", "id", websocket, "A reply has the id of its request, letter by letter."),
	area("messages", "id-error", websocket, "An error has the id of its request."),
	area("messages", "id-type", websocket, "An id that is no text is echoed."),
	area("messages", "order", websocket, "Members come in any order."),
	area("messages", "extra", both, "Members that no document knows are tolerated."),
	area("messages", "incomplete", websocket, "A message without namespace or name is error 400."),
	area("messages", "args", websocket, "Arguments that are no object are error 400."),
	area("messages", "malformed", both, "What is no JSON is error 400, and the connection goes on."),
	area("messages", "relaxed", both, "What is nearly JSON is none."),
	area("messages", "trailing", both, "A request with something behind it is not carried out."),
	area("messages", "not-object", both, "JSON that is no object is error 400."),
	area("messages", "binary", websocket, "A binary message does no harm."),
	area("messages", "many", websocket, "A connection serves request after request."),
	area("messages", "ping", websocket, "A ping is answered with a pong."),
	area("messages", "fragments", websocket, "A message may come in several frames, with a ping between them."),
	area("messages", "goodbye", websocket, "A goodbye is answered before the connection ends."),
	area("messages", "text", websocket, "A message begins with a brace, as the official client needs it."),
	area("messages", "twice", websocket, "Of a member that stands twice the last counts, or the message is refused."),
	area("messages", "plain", both, "The arguments may stand in args or, without it, beside the other members."),

	area("errors", "form", both, "An error is told in a form that the rulings accept."),
	area("errors", "strict", both, "An error has the documented form."),

	area("login", "right", both, "The right user and password are let in, for as long as they are sent."),
	area("login", "wrong", both, "A wrong password lets nobody in."),
	area("login", "near", both, "What is nearly the password lets nobody in."),
	area("login", "empty", both, "No password, or an empty one, lets nobody in."),
	area("login", "user", both, "An unknown user is not let in, nor one whose name is nearly right."),
	area("login", "first", both, "Who has no login gets 401, whatever is asked: not 400 or 404."),
	area("login", "own", both, "A login is that of its own connection or request."),
	area("login", "verbs", rest, "No verb of HTTP goes around the login."),
	area("login", "clear", websocket, "auth_clear ends the login of its connection and has no reply."),
	area("login", "failed", websocket, "A refused login ends the login that the connection had."),
	area("login", "pipelined", websocket, "What is sent behind a login waits for it; what was sent before does not profit by it."),
	area("login", "key", websocket, "The holder of a registered key is let in."),
	area("login", "key-wrong", websocket, "Another key, another text or no answer lets nobody in."),
	area("login", "key-once", websocket, "An answer with a key logs in once."),
	area("login", "key-revoked", websocket, "A revoked key lets nobody in."),
	area("login", "key-late", websocket, "A text that was sent more than 30 seconds ago logs nobody in."),

	area("tokens", "own", websocket, "Every login has a token of its own that nobody guesses."),
	area("tokens", "adopted", websocket, "A token logs in another connection."),
	area("tokens", "address", websocket, "A token logs in from another address, too."),
	area("tokens", "unknown", websocket, "A token that the server never gave, or a part of one, lets nobody in."),
	area("tokens", "cleared", websocket, "A token that was cleared lets nobody in."),
	area("tokens", "rights", websocket, "A token carries the rights of its own user and no more."),
	area("tokens", "alive", websocket, "A token lives as long as the login says, to the millisecond."),
	area("tokens", "expired", websocket, "A token lives no longer than the login says, to the millisecond."),
	area("tokens", "renewed", websocket, "Each use begins the life of a token anew."),
	area("tokens", "over", websocket, "A connection whose token has expired is logged in no more, and may log in again."),

	area("blocks", "five", both, "Five failures in a row block the address, even for the right password."),
	area("blocks", "four", both, "A login that succeeds ends a row of failures."),
	area("blocks", "window", both, "Failures further apart than 10 minutes are no row."),
	area("blocks", "ends", both, "A block ends after 60 minutes, and not before."),
	area("blocks", "others", both, "A block is that of one address: others get in."),
	area("blocks", "loopback", both, "An address of the host itself is never blocked."),

	area("events", "names", websocket, "Names of events are taken as an array and as one text; the reply has the last known."),
	area("events", "unknown", websocket, "A name that is no event, or no name at all, is not confirmed."),
	area("events", "verbs", websocket, "Namespace events has subscribe and unsubscribe and nothing else."),
	area("events", "order", websocket, "The events of a job come as pending, running, finished."),
	area("events", "once", websocket, "Each event comes once, however often one has subscribed."),
	area("events", "others", websocket, "Events come to whoever has subscribed and to nobody else."),
	area("events", "end", websocket, "After unsubscribing no event comes; the reply confirms it."),
	area("events", "last", websocket, "Who subscribes gets the last event at once, if there was one."),
	area("events", "news", websocket, "What changes on the host is told without being asked for."),
	area("events", "rest", rest, "A subscription over REST does no harm."),

	area("jobs", "run", both, "A job that is run is answered with its id, and runs."),
	area("jobs", "chain", both, "The commands of a job run in their order until one fails."),
	area("jobs", "absent", websocket, "A program that is not there fails its job."),
	area("jobs", "kill", websocket, "A job that is killed ends at once and tells so."),
	area("jobs", "queue", websocket, "Jobs of one queue wait for each other."),
	area("jobs", "shell", websocket, "No shell reads a command."),
	area("jobs", "words", websocket, "A command is split at blanks; quotes hold words together."),
	area("jobs", "rights", both, "Only a user with full access runs and kills jobs."),
	area("jobs", "actions", both, "An action that the dispatcher does not have is an error."),

	area("logs", "secrets", both, "No log has a password or a token in it."),
	area("logs", "times", both, "The logs of a time are those and no others."),

	area("keys", "listed", both, "A key that is registered is listed; one that is revoked is gone."),
	area("keys", "names", both, "Both names of the class and of its actions mean the same."),
	area("keys", "rights", both, "A user without full access sees and revokes his own keys alone."),

	area("transports", "seen", both, "What is changed over one transport is seen over the other at once."),
	area("transports", "refusal", both, "A refusal is the same over both."),

	area("http", "verbs", rest, "PUT, GET and POST mean the same; others are refused and the right ones named."),
	area("http", "path", rest, "A path is a namespace and a class, nothing less and nothing more."),
	area("http", "status", rest, "An answer has status 200, also when iocage said no."),
	area("http", "type", rest, "A body is declared as JSON."),
	area("http", "version", rest, "HTTP/1.1 is spoken, also to who offers HTTP/2."),
	area("http", "chunked", rest, "A body may come in chunks."),
	area("http", "spelling", rest, "The names of headers and the scheme of a login are known however they are spelled."),
	area("http", "expect", rest, "Who asks to be told to go on is answered."),

	area("concurrency", "inflight", websocket, "Requests on their way together are each answered once, under their own id."),
	area("concurrency", "changes", both, "Changes of one jail that are on their way together leave it as the documents know it.").of("startjail"),
	area("concurrency", "connections", both, "Connections do not disturb each other."),
	area("concurrency", "slow", both, "A request that takes long keeps no other waiting."),

	area("limits", "large", both, "A message that is too large does no harm."),
	area("limits", "usual", both, "A message of 10 kB is answered."),
	area("limits", "nested", both, "A message that is nested without end does no harm."),
	area("limits", "garbled", both, "Text that is not UTF-8 does no harm."),
	area("limits", "stranger", both, "Who has no login does no harm with any of these."),
	area("limits", "requests", websocket, "More requests at once than a server works on are all answered, or refused as too many."),

	area("tls", "old", both, "TLS below 1.2 is refused."),
	area("tls", "client", both, "TLS 1.2 is accepted."),
	area("tls", "new", both, "TLS 1.3 is accepted."),
	area("tls", "plain", both, "A request without TLS is not obeyed."),

	area("origin", "client", websocket, "The Origin of the official client is accepted."),
	area("origin", "foreign", websocket, "The Origin of a foreign web page is refused."),
}

func area(subject, kind string, over []string, text string) Requirement {
	return Requirement{Subject: subject, Kind: kind, Text: text, Transports: over}
}

// of is asked by the editions alone that offer the action.
func (r Requirement) of(action string) Requirement {
	r.action = action
	return r
}
