package mutant

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// rightMutants give who has logged in the rights of somebody else: of who was there
// before or comes next on the connection, or of whom a request only names.
var rightMutants = []Mutant{
	wrong("rights.named", "a refused login gives a connection the rights of the user it names", "auth.password.others.*", func(p *proxy) {
		in, named := map[*client]bool{}, map[*client]bool{}
		messages(func(x *exchange) {
			switch {
			case x.is("rpc/auth") && x.code() == 0:
				in[x.client], named[x.client] = true, false
			case x.is("rpc/auth"):
				named[x.client] = in[x.client] && x.text("username") == p.inner.User
			}
		})(p)
		obeys(func(x *exchange) bool { return named[x.client] })(p)
	}).rightWhere(runsOnly),
	wrong("rights.kept", "who logs in again keeps the rights of the earlier login, whatever rpc/query says", "auth.again", func(p *proxy) {
		full := map[*client]bool{}
		messages(func(x *exchange) {
			full[x.client] = full[x.client] || x.is("rpc/auth") && x.text("username") == p.inner.User && x.code() == 0
		})(p)
		forbidden(func(x *exchange) bool { return full[x.client] })(p)
	}).rightWhere(runsOnly),
	wrong("rights.first", "who logs in again as a user with full access has the rights of the earlier login", "auth.again", func(p *proxy) {
		limited := map[*client]bool{}
		messages(func(x *exchange) {
			limited[x.client] = limited[x.client] || x.is("rpc/auth") && x.text("username") == p.inner.Operator && x.code() == 0
			if limited[x.client] && x.is("rpc/dispatcher") {
				x.fail(http.StatusForbidden)
			}
		})(p)
	}),
	wrong("rights.latest", "a request has the rights of the login that came last, even after it", "auth.again", func(p *proxy) {
		limited := map[*exchange]bool{}
		asked(func(x *exchange) { limited[x] = x.is("rpc/query") && x.client.user == p.inner.Operator })(p)
		messages(func(x *exchange) {
			if limited[x] {
				time.Sleep(20 * time.Millisecond) // the next login may have been read by then
				if x.client.user == p.inner.User {
					x.obey()
				}
			}
		})(p)
	}),
	wrong("rights.token", "a login by token keeps the rights that the connection had", "auth.token.rights", func(p *proxy) {
		full := map[*client]bool{}
		messages(func(x *exchange) {
			if x.is("rpc/auth") && x.code() == 0 {
				full[x.client] = x.text("username") == p.inner.User
			}
		})(p)
		forbidden(func(x *exchange) bool { return full[x.client] })(p)
	}),
	wrong("operator.case", "an operator may do everything with a class in capitals", "dispatcher.kill.operator.*", replied(func(x *exchange) {
		if x.code() == http.StatusForbidden && strings.ToLower(x.name) != x.name {
			x.obey()
		}
	})),
	wrong("operator.action.case", "an operator may do everything by actions in capitals", "dispatcher.kill.operator.*", replied(func(x *exchange) {
		if action := x.action(); x.code() == http.StatusForbidden && strings.ToUpper(action) == action {
			x.args["action"] = strings.ToLower(action)
			x.obey()
		}
	})),
	wrong("operator.verbs", "an operator may do everything by GET and POST", "operator.verbs", replied(func(x *exchange) {
		if x.code() == http.StatusForbidden && slices.Contains([]string{"GET", "POST"}, x.verb) {
			x.obey()
		}
	})),
	wrong("rest.user.first", "over REST the first login on a connection counts for those that follow", "operator.verbs", keptLogin(func(x *exchange, _ string) bool { return x.code() == http.StatusForbidden })),
	wrong("rest.login.first", "over REST a wrong login behind a right one on the same connection is not looked at", "auth.stranger", keptLogin(func(x *exchange, user string) bool {
		return x.code() == http.StatusUnauthorized && x.client.user != "" && x.client.user != user
	})),
	wrong("settings.register.other", "an operator may register a key for another user", "settings.operator.*", asked(func(x *exchange) {
		if x.client.user == x.proxy.inner.Operator && strings.HasPrefix(x.action(), "register_ssl") && x.args["user"] != nil {
			x.proxy.put("sysadm/settings", x.args)
			x.succeedWith(message{})
		}
	})),
	wrong("settings.revoke.unnamed", "an operator may revoke anybody's key by not naming the user", "settings.operator.*", replied(func(x *exchange) {
		if x.client.user == x.proxy.inner.Operator && strings.HasPrefix(x.action(), "revoke_ssl") && x.args["user"] == nil {
			x.proxy.put("sysadm/settings", x.args)
		}
	})),
	wrong("settings.taken", "who registers another user's key takes it away", "settings.operator.*", replied(func(x *exchange) {
		if x.client.user == x.proxy.inner.Operator && strings.HasPrefix(x.action(), "register_ssl") {
			x.proxy.put("sysadm/settings", message{"action": "revoke_ssl_certificate", "pub_key": x.args["pub_key"]})
		}
	})),
	wrong("event.operator", "operators may subscribe, and are told of nothing", "auth.token.rights", func(p *proxy) {
		p.events = append(p.events, func(c *client, e message) []message {
			if c.user == p.inner.Operator {
				return nil
			}
			return []message{e}
		})
	}),
}

// keptLogin answers some of what is refused over REST as to the user of the run, on
// connections that had a request of his.
func keptLogin(which func(x *exchange, user string) bool) func(*proxy) {
	return func(p *proxy) {
		known := map[string]bool{}
		bodies(func(x *exchange) {
			switch {
			case x.client.user == p.inner.User && x.code() == 0:
				known[x.client.from] = true
			case known[x.client.from] && which(x, p.inner.User):
				x.obey()
			}
		})(p)
	}
}
