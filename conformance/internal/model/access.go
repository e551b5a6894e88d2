package model

import (
	"maps"
	"slices"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Standing is whether somebody is logged in, or a token logs anybody in.
type Standing int

// The standings. Unsure: the documents do not say; the next answer does.
const (
	Out Standing = iota
	In
	Unsure
)

// An Access is who is logged in on which connection, by which token, and what
// each has subscribed to.
type Access struct {
	compat   edition.Compat
	sessions map[string]login
	tokens   map[string]Standing
}

type login struct {
	standing Standing
	token    string              // the one it got last, ended or not
	events   map[string]Standing // by name of the event
}

// NewAccess returns one in which nobody is logged in.
func NewAccess(c edition.Compat) *Access {
	return &Access{compat: c, sessions: map[string]login{}, tokens: map[string]Standing{}}
}

// Standing is that of a session.
func (a *Access) Standing(session string) Standing { return a.sessions[session].standing }

// Settle takes what an answer says of a session that is Unsure: code is 401
// exactly if it is Out.
func (a *Access) Settle(session string, code int) {
	l := a.sessions[session]
	if l.standing == Unsure {
		l.standing = In
		if code == 401 {
			l.standing = Out
		}
		a.sessions[session] = l
	}
}

// Connect begins a session anew.
func (a *Access) Connect(session string) {
	token := a.sessions[session].token
	a.doubt(token)
	a.sessions[session] = login{token: token}
}

// doubt is for a token that may have ended.
func (a *Access) doubt(token string) {
	if a.tokens[token] == In {
		a.tokens[token] = Unsure
	}
}

const authSection = "\"Authentication\"; ruling 10"

// Login judges the answer to rpc/auth with credentials that are right or not.
func (a *Access) Login(session string, right bool, r Reply) *Breach {
	if !right {
		return a.failed(session, r)
	}
	token, ok := granted(r)
	if !ok {
		return &Breach{"the right user and password log in", authSection, "[<token>, <seconds>]", shorten(r.Text)}
	}
	a.enter(session, token)
	return nil
}

// LoginToken judges the answer to rpc/auth_token. The original server took no
// token of another connection.
func (a *Access) LoginToken(session, sent string, r Reply) *Breach {
	standing, known := a.tokens[sent]
	token, ok := granted(r)
	switch {
	case !known || standing == Out:
		return a.failed(session, r)
	case !ok && (standing == Unsure || a.compat.NoSeconds):
		return a.failed(session, r)
	case !ok:
		return &Breach{"a live token logs in", authSection, "[<token>, <seconds>]", shorten(r.Text)}
	}
	a.tokens[sent] = In
	a.enter(session, token)
	return nil
}

// failed asks for error 401. Whether the login of before lasts the documents do
// not say.
func (a *Access) failed(session string, r Reply) *Breach {
	if r.Code != 401 {
		return &Breach{"a wrong password or an invalid token logs nobody in", authSection, "error 401", shorten(r.Text)}
	}
	l := a.sessions[session]
	if l.standing == In {
		l.standing = Unsure
	}
	a.doubt(l.token)
	a.sessions[session] = l
	return nil
}

func (a *Access) enter(session, token string) {
	l := a.sessions[session]
	if l.token != token {
		a.doubt(l.token)
	}
	a.tokens[token] = In
	a.sessions[session] = login{standing: In, token: token, events: l.events}
}

// Clear follows rpc/auth_clear, which has no reply.
func (a *Access) Clear(session string) {
	cleared := a.sessions[session]
	if cleared.standing != In {
		a.doubt(cleared.token)
	} else if cleared.token != "" {
		a.tokens[cleared.token] = Out
	}
	for _, name := range slices.Collect(maps.Keys(a.sessions)) {
		l := a.sessions[name]
		if l.token == cleared.token && l.standing == In {
			l.standing = Unsure
			a.sessions[name] = l
		}
	}
	a.sessions[session] = login{standing: Out, token: cleared.token, events: doubted(cleared.events)}
}

// Token is the one that a session got last.
func (a *Access) Token(session string) string { return a.sessions[session].token }

// granted reads the answer to a login.
func granted(r Reply) (token string, ok bool) {
	list, _ := r.Args.([]any)
	if r.Code != 200 || len(list) != 2 {
		return "", false
	}
	token, isText := list[0].(string)
	_, isNumber := list[1].(float64)
	return token, isText && isNumber && token != ""
}

// Ask is for a subscription on its way: an event may come before its answer.
func (a *Access) Ask(session string, names []string) {
	l := a.sessions[session]
	if l.standing == Out {
		return
	}
	l.events = maps.Clone(l.events)
	if l.events == nil {
		l.events = map[string]Standing{}
	}
	for _, name := range names {
		l.events[name] = Unsure
	}
	a.sessions[session] = l
}

// Subscribe judges the answer to events/subscribe or events/unsubscribe of
// somebody who is logged in: the last known name.
func (a *Access) Subscribe(session, verb string, names []string, r Reply) *Breach {
	last := ""
	for _, name := range names {
		if slices.Contains(events, name) {
			last = name
		}
	}
	if last == "" || last == "system-state" && a.compat.EmptyEvents {
		return nil // where the documents are silent
	}
	args, _ := r.Args.(map[string]any)
	if r.Code != 200 || args[verb] != last {
		return &Breach{"a subscription is answered with the name of the last event", "\"Events\", Subscribe; ruling 11", "{\"" + verb + "\": \"" + last + "\"}", shorten(r.Text)}
	}
	return nil
}

// events are the names that can be subscribed to (ruling 11).
var events = []string{"dispatcher", "life-preserver", "system-state"}

func doubted(events map[string]Standing) map[string]Standing {
	all := maps.Clone(events)
	for name := range all {
		all[name] = Unsure
	}
	return all
}

// Event judges an event that came to a session.
func (a *Access) Event(session, name, text string) *Breach {
	if a.sessions[session].events[name] == Out {
		return &Breach{"events come only to their subscribers", "\"Events\", Subscribe; ruling 11", "no event " + name, shorten(text)}
	}
	return nil
}

// Tokens are all that anybody got.
func (a *Access) Tokens() []string { return slices.Sorted(maps.Keys(a.tokens)) }
