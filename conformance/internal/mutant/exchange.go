package mutant

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
)

// A client is one WebSocket connection, or one REST request.
type client struct {
	number   int // counts the clients of the proxy from 1
	over     string
	user     string // as a login claimed, or Basic
	admitted bool   // the mutant lets it in, whatever the server says
	header   http.Header
	from     string // address and port
	chunked  bool   // over REST, the body came without its length
	write    func(kind int, text []byte)
}

// The transports.
const (
	websocket = "websocket"
	rest      = "rest"
)

// An exchange is one request and its reply.
type exchange struct {
	proxy  *proxy
	client *client

	// namespace and name are those of the message, or of the path.
	namespace, name string
	request         message // the message, or the body; nil if it is no object
	raw             []byte  // the request as it came
	args            message // nil if they are no object
	verb, path      string  // over REST
	old             bool    // HTTP/1.0

	// reply is the message, or the body, nil if it is no object; status and
	// header are those of HTTP.
	reply  message
	status int
	header http.Header

	extra    []message // sent before the reply, over WebSocket
	answered bool      // without asking the server
	copies   int       // of the reply that are sent
	binary   bool      // the reply goes as a binary message
	cuts     bool      // the connection breaks in place of the reply
	to       *client   // who gets the reply, over WebSocket; nil is who asked
}

// is reports whether the exchange is about the action of sysadm/iocage, or
// another class.
func (x *exchange) is(what string) bool {
	return x.action() == what && strings.EqualFold(x.namespace+"/"+x.name, "sysadm/iocage") || x.namespace+"/"+x.name == what
}

// action is the one asked for, "" if there is none.
func (x *exchange) action() string {
	action, _ := x.args["action"].(string)
	return action
}

// text returns a member of the arguments, "" if it is none.
func (x *exchange) text(member string) string {
	text, _ := x.args[member].(string)
	return text
}

// result returns the arguments of a reply that is no error.
func (x *exchange) result() message {
	if x.code() != 0 {
		return nil
	}
	args, _ := x.reply["args"].(message)
	return args
}

// answer returns what a successful reply holds under the action asked for.
func (x *exchange) answer() (any, bool) {
	answer, ok := x.result()[x.action()]
	return answer, ok
}

// refusal returns the error in a reply by which iocage said no.
func (x *exchange) refusal() (string, bool) {
	answer, _ := x.result()[x.action()].(message)
	text, ok := answer["error"].(string)
	return text, ok
}

// code is that of an error, 0 for what is none.
func (x *exchange) code() int {
	if x.client.over == rest {
		if x.status < 300 {
			return 0
		}
		return x.status
	}
	if x.reply["name"] != "error" && x.reply["namespace"] != "error" {
		return 0
	}
	args, _ := x.reply["args"].(message)
	return number(args["code"])
}

// recode makes the reply another error, in every place that tells the code.
func (x *exchange) recode(code int) {
	if args, ok := x.reply["args"].(message); ok {
		if _, isText := args["code"].(string); isText {
			args["code"] = itoa(code)
		} else {
			args["code"] = code
		}
		args["message"] = http.StatusText(code)
	}
	x.status = code
}

// say makes the reply a success with these arguments.
func (x *exchange) say(args any) {
	x.status = http.StatusOK
	if x.client.over == rest {
		x.reply = message{"args": args}
		return
	}
	x.reply = message{"args": args, "id": x.request["id"], "name": "response", "namespace": x.namespace}
}

// fail makes the reply an error.
func (x *exchange) fail(code int) {
	x.say(message{"code": code, "message": http.StatusText(code)})
	x.status = code
	if x.client.over == websocket {
		x.reply["name"] = "error"
	}
}

// succeedWith answers without asking the server.
func (x *exchange) succeedWith(args message) {
	x.answered = true
	x.say(args)
}

// succeed answers an action without asking the server.
func (x *exchange) succeed(answer any) { x.succeedWith(message{x.action(): answer}) }

// decode reads one JSON object, nil if it is none.
func decode(text []byte) message {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var m message
	if d.Decode(&m) != nil || d.More() {
		return nil
	}
	return m
}

// encode returns the text of an object: the one that was received, if nothing
// in it has been changed.
func encode(m message, received []byte, indent string) []byte {
	if m == nil || reflect.DeepEqual(m, decode(received)) {
		return received
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if e.Encode(m) != nil {
		return received // a mutant made only of JSON cannot get here
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
