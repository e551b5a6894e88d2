package fuzz

import (
	"cmp"

	"github.com/sysadm-go/sysadm/conformance/internal/model"
)

// judgeOne judges one answer: the logins first, then what only those get who are
// logged in.
func (p *player) judgeOne(s *sent) *model.Breach {
	if s.Over == websocket {
		switch s.Class {
		case "rpc/auth":
			_, _, right := p.client.credentials(s.As)
			return p.access.Login(s.Session, right, s.reply)
		case "rpc/auth_token":
			return p.access.LoginToken(s.Session, tokenIn(s.args), s.reply)
		case "rpc/auth_clear":
			p.access.Clear(s.Session)
			return nil
		}
	}
	if s.Class == "rpc/identify" {
		return nil // answered to anybody, in whatever words
	}
	switch standing := p.standing(s); {
	case standing == model.Out && s.reply.Code != 401:
		return breach(s, "nobody is served without a login", "\"Authentication\"; ruling 10", "error 401")
	case standing == model.Out, standing == model.Unsure && s.reply.Code == 401:
		return nil
	case s.reply.Code == 401:
		return breach(s, "a login lasts until it is ended", "\"Authentication\"; ruling 10", "an answer")
	}
	return p.judgeServed(s)
}

// standing is whether the step's client is logged in. A session of which that is
// not known is settled by its answer.
func (p *player) standing(s *sent) model.Standing {
	if s.Over == websocket {
		standing := p.access.Standing(s.Session)
		p.access.Settle(s.Session, s.reply.Code)
		return standing
	}
	if _, _, right := p.client.credentials(s.As); right {
		return model.In
	}
	return model.Out
}

// judgeServed judges the answer to somebody who is logged in.
func (p *player) judgeServed(s *sent) *model.Breach {
	switch s.Class {
	case iocage:
		return p.world.Judge(model.Request{Args: s.args}, s.reply)
	case "rpc/query":
		classes, _ := s.reply.Args.(map[string]any)
		if _, listed := classes[iocage]; s.reply.Code != 200 || !listed {
			return breach(s, "the query lists sysadm/iocage", "class rpc/query", "{\"sysadm/iocage\": …}")
		}
		return nil
	case dispatcher:
		return nil // what it lists, await reads
	case "events/subscribe", "events/unsubscribe":
		if s.Over == rest {
			return nil // where the documents are silent
		}
		return p.access.Subscribe(s.Session, s.Class[len("events/"):], namesIn(s.args), s.reply)
	}
	if s.reply.Code != 404 {
		return breach(s, "a class that there is not is error 404", "ruling 2", "error 404")
	}
	return nil
}

func breach(s *sent, rule, section, expected string) *model.Breach {
	return &model.Breach{Rule: rule, Section: section, Expected: expected, Got: cmp.Or(s.reply.Text, "HTTP status without a body")}
}

func tokenIn(args any) string {
	object, _ := args.(map[string]any)
	token, _ := object["token"].(string)
	return token
}

func namesIn(args any) []string {
	list, _ := args.([]any)
	var names []string
	for _, value := range list {
		if name, isText := value.(string); isText {
			names = append(names, name)
		}
	}
	return names
}
