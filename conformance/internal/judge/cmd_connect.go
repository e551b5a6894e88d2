package judge

import (
	"fmt"
	"net/http"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdConnect = Cmd{
	Name: "connect", Args: "[noauth | as USER PASSWORD | from ORIGIN]",
	Text:  "restarts the session: as the user of the run, as nobody, as another user, or with an Origin header. Over websocket it opens a connection and logs in; the reply to the login is the last reply.",
	least: 0, most: 3,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		header := http.Header{}
		user, password := j.host.User, j.host.Password
		switch {
		case len(args) == 0:
		case args[0] == "noauth" && len(args) == 1:
			user, password = "", ""
		case args[0] == "as" && len(args) == 3:
			user, password = args[1], args[2]
		case args[0] == "from" && len(args) == 2:
			header.Set("Origin", args[1])
		default:
			j.command.misused(ts)
		}
		j.connect(ts, header, user, password)
		if right := len(args) != 3; right && user != "" {
			j.loggedIn()
		}
	},
}

// connect begins the current session over its transport.
func (j *judge) connect(ts *testscript.TestScript, header http.Header, user, password string) {
	s := j.begin(user, password)
	if s.over == REST {
		return
	}
	if len(header) == 0 && j.resume(ts, user, password) {
		return
	}
	status := j.dial(header)
	if s.conn == nil && header.Get("Origin") == "" {
		j.differ("", "HTTP status 101", fmt.Sprintf("HTTP status %d", status), "the WebSocket handshake is refused")
	}
	j.last = reply{over: WebSocket}
	if s.conn != nil && (user != "" || password != "") {
		j.login(ts, user, password)
	}
	j.last.http.Status = status
}

// login logs the current session in and remembers its token.
func (j *judge) login(ts *testscript.TestScript, user, password string) {
	const id = "login" // the same in each check, for one may take over the login of another
	asked := document.Message(id, "rpc", "auth", map[string]any{"username": user, "password": password})
	j.send(asked)
	j.cameIn(ts, login{j.session().conn, asked, j.receive(id)})
}

// cameIn makes the reply to a login the last one, and tells the script the token.
func (j *judge) cameIn(ts *testscript.TestScript, l login) {
	j.session().login = l
	j.answer("", l.reply)
	if token, ok := tokenOf(j.last.document); ok {
		ts.Setenv("TOKEN", token)
		ts.Setenv("TOKENHEAD", token[:len(token)/2])
		ts.Setenv("TOKENPART", token[len(token)/2:])
		ts.Setenv("TOKENCASE", inOtherCase(token))
	}
}

// loggedIn fails the check if the user of the run was not let in.
func (j *judge) loggedIn() {
	s := j.session()
	if _, ok := tokenOf(j.last.document); !ok && s.over == WebSocket && s.conn != nil {
		j.differ("/args", "[token, seconds]", document.Show(j.last.document), "the right user and password do not log in")
	}
}

// tokenOf returns the token of a reply to a login.
func tokenOf(reply any) (string, bool) {
	message, _ := reply.(map[string]any)
	args, _ := message["args"].([]any)
	if len(args) == 0 {
		return "", false
	}
	token, ok := args[0].(string)
	return token, ok && token != ""
}
