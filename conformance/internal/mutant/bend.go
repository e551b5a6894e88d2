package mutant

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// wrong makes a mutant. caught are globs, parted by blanks.
func wrong(name, sentence, caught string, bend func(p *proxy)) Mutant {
	return Mutant{Name: name, Wrong: sentence, Caught: strings.Fields(caught), bend: bend}
}

// offered says which actions an edition must have.
func (m Mutant) offered(actions ...string) Mutant {
	m.offers = append(slices.Clone(m.offers), actions...)
	return m
}

// lacking says what an edition must lack.
func (m Mutant) lacking(what func(edition.Edition) bool) Mutant { m.lacks = what; return m }

// byUUID is for what is wrong where jails are listed by uuid alone.
func (m Mutant) byUUID() Mutant {
	return m.lacking(func(e edition.Edition) bool { return e.ListsByJID })
}

// caughtBy names the checks that should notice where those of its kind do not.
func (m Mutant) caughtBy(globs ...string) Mutant { m.Caught = globs; return m }

// rightWhere says in which way of answering a server is right to do so.
func (m Mutant) rightWhere(right func(edition.Compat) bool) Mutant { m.right = right; return m }

// asked bends requests before the server gets them.
func asked(hook func(x *exchange)) func(*proxy) {
	return func(p *proxy) { p.requests = append(p.requests, hook) }
}

// replied bends replies.
func replied(hook func(x *exchange)) func(*proxy) {
	return func(p *proxy) { p.replies = append(p.replies, hook) }
}

// spelled bends the text of replies.
func spelled(hook func(x *exchange, text []byte) []byte) func(*proxy) {
	return func(p *proxy) { p.bytes = append(p.bytes, hook) }
}

// messages bends what is a JSON object among the replies over WebSocket.
func messages(hook func(x *exchange)) func(*proxy) {
	return replied(func(x *exchange) {
		if x.client.over == websocket && x.reply != nil {
			hook(x)
		}
	})
}

// bodies bends the replies over REST.
func bodies(hook func(x *exchange)) func(*proxy) {
	return replied(func(x *exchange) {
		if x.client.over == rest {
			hook(x)
		}
	})
}

// errorReplies bends what is an error among the replies.
func errorReplies(hook func(x *exchange)) func(*proxy) {
	return replied(func(x *exchange) {
		if x.code() != 0 {
			hook(x)
		}
	})
}

// answers bends what stands under an action, unless iocage said no.
func answers(action string, hook func(x *exchange, answer message) any) func(*proxy) {
	return replied(func(x *exchange) {
		in, name, answer := x.place(action)
		if _, no := x.refusal(); answer != nil && !no {
			in[name] = hook(x, answer)
		}
	})
}

// place is where the answer of an action stands, and the answer, nil if there is
// none. That of listjails is the table: in the last edition a level deeper.
func (x *exchange) place(action string) (in message, name string, answer message) {
	if in, name = x.result(), action; !x.is(action) {
		return in, name, nil
	}
	answer, _ = in[name].(message)
	if jails, deeper := answer["jails"].(message); deeper {
		return answer, "jails", jails
	}
	return in, name, answer
}

// rows bends each object of a table: a jail of listjails or df, the settings of
// a jail, the default settings.
func rows(action string, hook func(x *exchange, key string, row message)) func(*proxy) {
	return answers(action, func(x *exchange, answer message) any {
		for key, row := range answer {
			if row, ok := row.(message); ok {
				hook(x, key, row)
			}
		}
		return answer
	})
}

// refusals bends the answers by which iocage says no to an action.
func refusals(action string, hook func(x *exchange)) func(*proxy) {
	return replied(func(x *exchange) {
		if _, no := x.refusal(); no && x.is(action) {
			hook(x)
		}
	})
}

// A condition makes a predicate that may count what it is asked.
type condition func() func(x *exchange) bool

// only makes a hook of replies strike sometimes.
func only(c condition, hook func(x *exchange)) func(*proxy) {
	return func(p *proxy) {
		holds := c()
		p.replies = append(p.replies, func(x *exchange) {
			if holds(x) {
				hook(x)
			}
		})
	}
}

// every strikes each n-th time.
func every(n int) condition {
	return func() func(*exchange) bool {
		count := 0
		return func(*exchange) bool { count++; return count%n == 0 }
	}
}

// command asks the server for an action of sysadm/iocage, as the user of the
// run and unseen by the suite, and returns what stands under it.
func (p *proxy) command(action string, members ...string) message {
	args := message{"action": action}
	for i := 0; i+1 < len(members); i += 2 {
		args[members[i]] = members[i+1]
	}
	reply, _ := p.put("sysadm/iocage", args)
	result, _ := reply["args"].(message)
	answer, _ := result[action].(message)
	return answer
}

// put sends a request over REST, as the user of the run.
func (p *proxy) put(path string, args any) (message, int) {
	body, err := json.Marshal(args)
	if err != nil {
		return nil, 0
	}
	q, err := http.NewRequestWithContext(p.ctx, http.MethodPut, p.inner.REST+"/"+path, bytes.NewReader(body))
	if err != nil {
		return nil, 0
	}
	q.SetBasicAuth(p.inner.User, p.inner.Password)
	response, err := p.forward.RoundTrip(q)
	if err != nil {
		return nil, 0
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return decode(text), response.StatusCode
}

// obey makes the reply what the user of the run would be answered.
func (x *exchange) obey() {
	reply, status := x.proxy.put(x.namespace+"/"+x.name, x.args)
	if status != http.StatusOK {
		x.fail(max(status, http.StatusBadRequest))
		return
	}
	x.say(reply["args"])
}

// jails are the rows of listjails.
func (p *proxy) jails() message { return p.command("listjails") }

// uuidOf returns that of the jail with a tag or uuid, "" if there is none.
func (p *proxy) uuidOf(name string) string {
	for uuid, row := range p.jails() {
		if row, ok := row.(message); ok && (uuid == name || row["tag"] == name) {
			return uuid
		}
	}
	return ""
}
