package mutant

import (
	"net/http"
	"strings"
)

// parameterMutants take parameters that they should refuse, or refuse some that
// they should take.
var parameterMutants = []Mutant{
	wrong("login.password.true", "a password that is true logs in", "auth.types.*", letsIn("rpc/auth", func(x *exchange) bool { return x.args["password"] == true })),
	wrong("login.username.true", "a user that is true logs in", "auth.types.*", letsIn("rpc/auth", func(x *exchange) bool { return x.args["username"] == true })),
	wrong("login.username.missing", "a password without a user logs in", "auth.types.*", letsIn("rpc/auth", func(x *exchange) bool {
		return x.args["username"] == nil && x.text("password") == x.proxy.inner.Password
	})),
	wrong("token.null", "a token that is null logs in", "auth.token.types.*", letsIn("rpc/auth_token", func(x *exchange) bool {
		token, given := x.args["token"]
		return given && token == nil
	})),
	wrong("token.array", "an array in place of a token logs in", "auth.token.types.*", letsIn("rpc/auth_token", func(x *exchange) bool {
		_, isArray := x.args["token"].([]any)
		return isArray
	})),
	wrong("query.needed", "rpc/query without arguments is refused", "query.strict.*", replied(func(x *exchange) {
		if x.is("rpc/query") && len(x.args) == 0 {
			x.fail(400)
		}
	})),
	wrong("kill.types", "a kill whose job is not text succeeds", "dispatcher.kill.types.*", passesOver("kill", "job_id", "no-such-job")),
	wrong("kill.missing", "a kill that names no job kills all", "dispatcher.kill.types.*", asked(func(x *exchange) {
		if x.action() == "kill" && x.args["job_id"] == nil {
			x.args["job_id"] = x.proxy.runningJobs()
		}
	})),
	wrong("settings.nickname.needed", "a key without a nickname is refused", "settings.optional.*", needs("register_ssl_certificate", "nickname")),
	wrong("settings.email.needed", "a key without an email is refused", "settings.optional.*", needs("register_ssl_certificate", "email")),
	wrong("settings.user.needed", "a key can be revoked only with the name of its user", "settings.optional.*", needs("revoke_ssl_certificate", "user")),
	wrong("settings.user.ignored", "the user of a key to revoke is ignored", "settings.optional.*", asked(when(asks("revoke_ssl_certificate"), without("user")))),
	wrong("settings.nickname.types", "a nickname that is not text is ignored", "settings.types.*", passesOver("register_ssl_certificate", "nickname", "")),
	wrong("settings.email.types", "an email that is not text is ignored", "settings.types.*", passesOver("register_ssl_certificate", "email", "")),
	wrong("settings.user.types", "a user that is not text is ignored", "settings.types.*", passesOver("revoke_ssl_certificate", "user", "")),
	wrong("logs.types", "a log name that is not text means every log", "logs.types.*", passesOver("read_logs", "logs", "")),
	wrong("logs.start.types", "a start that is not text is ignored", "logs.types.*", passesOver("read_logs", "start_time", "")),
	wrong("logs.end.types", "an end that is not text is ignored", "logs.types.*", passesOver("read_logs", "end_time", "")),
	wrong("logs.format.needed", "times without a time_format are refused", "logs.optional.*", replied(when(asks("read_logs").and(giving("start_time"), lacking("time_format")), failure(400)))),
	wrong("logs.start.needed", "logs can be read only with a start", "logs.optional.*", needs("read_logs", "start_time")),
	wrong("logs.end.needed", "logs can be read only with an end", "logs.optional.*", needs("read_logs", "end_time")),
	wrong("createjail.props.needed", "createjail without props is refused", "createjail.noprops.*", needs("createjail", "props")).offered("createjail"),
	wrong("createjail.switches.empty", "an empty text of switches makes an empty jail", "createjail.noswitches.*", asked(func(x *exchange) {
		if switches, given := x.args["switches"]; given && switches == "" && x.is("createjail") {
			x.args["switches"] = "-e"
		}
	})).offered("createjail"),
	wrong("clonejail.props.empty", "clonejail with an empty text of props fails", "clonejail.emptyprops.*", replied(func(x *exchange) {
		if props, given := x.args["props"]; given && props == "" && x.is("clonejail") {
			x.fail(500)
		}
	})).offered("clonejail"),
	wrong("getjailsettings.switches.empty", "an empty text of switches asks for every jail", "getjailsettings.every.empty.*", asked(func(x *exchange) {
		if switches, given := x.args["switches"]; given && switches == "" && x.is("getjailsettings") {
			x.args["switches"] = "-r"
			delete(x.args, "jail")
		}
	})).offered("createjail"),
	wrong("props.control", "control characters in props are left out", "hostile.props.*", cleans("props", printable)).offered("createjail"),
	wrong("prop.control", "control characters in prop are left out", "getjailsettings.prop.hostile.*", cleans("prop", printable)).offered("createjail"),
	wrong("prop.shell", "a shell reads prop", "getjailsettings.prop.hostile.*", cleans("prop", shell)).offered("createjail"),
	wrong("switches.inside", "a switch may stand anywhere in switches", "hostile.switches.*", cleans("switches", func(text string) string {
		for _, known := range []string{"-r", "-e"} {
			if strings.Contains(text, known) {
				return known
			}
		}
		return text
	})).offered("createjail"),
	wrong("switches.control", "control characters in switches are left out", "hostile.switches.*", cleans("switches", printable)).offered("createjail"),
	wrong("props.long", "props of more than 4096 characters are never answered", "hostile.props.*", replied(func(x *exchange) {
		x.cuts = x.cuts || len(x.text("props")) > 4096
	})).offered("createjail"),
}

// letsIn answers some of the logins that were refused with a token, over both
// transports.
func letsIn(login string, which func(x *exchange) bool) func(*proxy) {
	return errorReplies(func(x *exchange) {
		if x.is(login) && which(x) {
			x.say([]any{"Qw1er2ty3ui4op5as6df7gh8jk9", 300})
		}
	})
}

// passesOver puts another text in the place of what is none; "" leaves it out.
func passesOver(action, member, otherwise string) func(*proxy) {
	return asked(func(x *exchange) {
		value, given := x.args[member]
		_, isText := value.(string)
		switch {
		case !given || isText || x.action() != action:
		case otherwise == "":
			delete(x.args, member)
		default:
			x.args[member] = otherwise
		}
	})
}

// needs refuses requests without a member that may be left out.
func needs(action, member string) func(*proxy) {
	return replied(func(x *exchange) {
		if _, given := x.args[member]; !given && x.action() == action {
			x.fail(http.StatusBadRequest)
		}
	})
}

// cleans changes a member before the server gets it.
func cleans(member string, change func(string) string) func(*proxy) {
	return asked(func(x *exchange) {
		if text, isText := x.args[member].(string); isText {
			x.args[member] = change(text)
		}
	})
}

// printable is a text without its control characters.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' {
			return -1
		}
		return c
	}, text)
}

// runningJobs are the ids of all jobs.
func (p *proxy) runningJobs() []any {
	ids := []any{}
	reply, _ := p.put("rpc/dispatcher", message{"action": "list"})
	for _, queues := range objects(reply["args"]) {
		for _, queue := range objects(queues) {
			for id := range queue {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
