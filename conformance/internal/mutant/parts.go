package mutant

import "slices"

// Most rows say in one line when the server is wrong, and what it does then:
// replied(when(is("rpc/auth").and(code(401)), recoded(403))).

// when makes a hook that does something in those exchanges of which a test holds.
func when(holds test, do func(x *exchange)) func(x *exchange) {
	return func(x *exchange) {
		if holds(x) {
			do(x)
		}
	}
}

// A test holds of some exchanges.
type test func(x *exchange) bool

// and holds where all the tests do.
func (t test) and(others ...test) test {
	return func(x *exchange) bool {
		return t(x) && !slices.ContainsFunc(others, func(other test) bool { return !other(x) })
	}
}

// is holds for an action of sysadm/iocage, or another class.
func is(what string) test { return func(x *exchange) bool { return x.is(what) } }

// asks holds for an action of any class.
func asks(action string) test { return func(x *exchange) bool { return x.action() == action } }

// class holds for a namespace.
func class(namespace string) test {
	return func(x *exchange) bool { return x.namespace == namespace }
}

// code holds for replies with the code of an error; 0 is none.
func code(n int) test { return func(x *exchange) bool { return x.code() == n } }

// over holds for a transport.
func over(transport string) test {
	return func(x *exchange) bool { return x.client.over == transport }
}

// lacking and giving hold for requests without a member among the arguments, and with it.
func lacking(member string) test { return func(x *exchange) bool { return x.args[member] == nil } }
func giving(member string) test  { return func(x *exchange) bool { return x.args[member] != nil } }

// byOperator holds for requests of the second user.
var byOperator test = func(x *exchange) bool { return x.client.user == x.proxy.inner.Operator }

// failure makes the reply an error, and recoded another error.
func failure(code int) func(*exchange) { return func(x *exchange) { x.fail(code) } }
func recoded(code int) func(*exchange) { return func(x *exchange) { x.recode(code) } }

// emptySuccess makes the reply a success that says nothing; unasked answers so without
// asking the server.
func emptySuccess(x *exchange) { x.say(message{}) }
func unasked(x *exchange)      { x.succeedWith(message{}) }

// without takes a member out of the arguments of a request, and with puts one in.
func without(member string) func(*exchange) {
	return func(x *exchange) { delete(x.args, member) }
}
func with(member, value string) func(*exchange) {
	return func(x *exchange) { x.args[member] = value }
}

// besides has the server do something more, unseen by the suite.
func besides(action string, members ...string) func(*exchange) {
	return func(x *exchange) { x.proxy.command(action, members...) }
}
