package judge

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// questionArgs are what newQuestion reads.
const questionArgs = "ACTION|NAMESPACE/NAME [MEMBER=TEXT | MEMBER[]=TEXT | MEMBER:=JSON]..."

var cmdAsk = Cmd{
	Name: "ask", Args: questionArgs,
	Text:  "sends the documented request for an action of sysadm/iocage, or for another class, with the given members, and waits for its reply. MEMBER[]=TEXT is an array of one text.",
	least: 1, most: -1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		j.ask(newQuestion(ts, args))
	},
}

// ask sends a question over the current transport and waits for its reply.
func (j *judge) ask(q question) {
	if j.session().over == REST {
		j.exchange(q.action, probe.Request{Verb: "PUT", Path: "/" + q.namespace + "/" + q.name, Body: q.body()})
	} else {
		id := j.nextID()
		j.send(document.Message(id, q.namespace, q.name, q.args))
		j.answer(q.action, j.receive(id))
	}
	j.last.asked = &q
}

// A question is a request in words.
type question struct {
	namespace, name string
	action          string // empty for another class than sysadm/iocage
	args            map[string]any
}

// asking is the question for an action of sysadm/iocage, or for a class.
func asking(actionOrClass string) question {
	if namespace, name, isClass := strings.Cut(actionOrClass, "/"); isClass {
		return question{namespace: namespace, name: name, args: map[string]any{}}
	}
	return question{namespace: "sysadm", name: "iocage", action: actionOrClass, args: map[string]any{"action": actionOrClass}}
}

// newQuestion reads the words of ask and send.
func newQuestion(ts *testscript.TestScript, words []string) question {
	q := asking(words[0])
	for _, word := range words[1:] {
		name, value, ok := strings.Cut(word, "=")
		if !ok {
			ts.Fatalf("cannot read %q: write MEMBER=TEXT, MEMBER[]=TEXT or MEMBER:=JSON", word)
		}
		if list, isList := strings.CutSuffix(name, "[]"); isList {
			q.args[list] = []string{value}
			continue
		}
		if raw, isJSON := strings.CutSuffix(name, ":"); isJSON {
			if !json.Valid([]byte(value)) {
				ts.Fatalf("cannot read %q: what follows := is no JSON", word)
			}
			q.args[raw] = json.RawMessage(value)
			continue
		}
		q.args[name] = value
	}
	return q
}

// body is the question as the body of an HTTP request.
func (q question) body() []byte {
	text, err := json.Marshal(q.args)
	if err != nil {
		panic(err) // strings and valid JSON always marshal
	}
	return text
}

// nextID returns an id that no request of the check had before.
func (j *judge) nextID() string {
	j.asked++
	return "check-" + strconv.Itoa(j.asked)
}
