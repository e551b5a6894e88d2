package mutant

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net/http"
	"strings"
)

// intruderMutants let in, or do not keep out, who comes by ways that honest clients
// never try: odd headers and paths, texts that are cut, keys without a question.
var intruderMutants = []Mutant{
	strangers("rest.body.class", "over REST a body may name another class than its path, for which the login is asked", func(x *exchange) bool {
		return x.is("rpc/identify") && x.request["namespace"] == "sysadm"
	}).caughtBy("identify.strict.rest"),
	strangers("rest.path.open", "no login is needed if rpc/identify stands anywhere in the path", func(x *exchange) bool {
		return x.code() == http.StatusUnauthorized && x.name == "iocage" && strings.Contains(x.path, "rpc/identify")
	}),
	strangers("rest.header.user", "a header may name the user, as one that a proxy adds would", func(x *exchange) bool {
		return x.code() == http.StatusUnauthorized && x.client.header.Get("X-Forwarded-User") != ""
	}),
	strangers("rest.header.local", "who says to be forwarded for 127.0.0.1 needs no password", func(x *exchange) bool {
		return x.code() == http.StatusUnauthorized && x.client.header.Get("X-Forwarded-For") == "127.0.0.1"
	}),
	strangers("rest.basic.colon", "a login over REST without a colon lets in", func(x *exchange) bool {
		text, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(x.client.header.Get("Authorization"), "Basic "))
		return x.code() == http.StatusUnauthorized && err == nil && string(text) == x.proxy.inner.User
	}),
	strangers("rest.basic.none", "the word Basic alone lets in", func(x *exchange) bool {
		return x.code() == http.StatusUnauthorized && strings.TrimSpace(x.client.header.Get("Authorization")) == "Basic"
	}),
	wrong("rest.basic.500", "a login over REST that is not base64 is answered 500", "auth.stranger", bodies(func(x *exchange) {
		if strings.HasPrefix(x.client.header.Get("Authorization"), "Basic !") {
			x.fail(http.StatusInternalServerError)
		}
	})),
	bearer("any", "any token in a header lets in over REST", func(string, string) bool { return true }),
	bearer("case", "capitals do not matter in tokens in a header", func(given, token string) bool { return given != token && strings.EqualFold(given, token) }),
	bearer("cleared", "a token that was cleared lets in when it comes in a header", func(given, token string) bool { return given == token }),
	wrong("bearer.rights", "who has an operator's token in a header may do everything", "operator.verbs", bodies(func(x *exchange) {
		if x.code() == http.StatusForbidden && strings.HasPrefix(x.client.header.Get("Authorization"), "Bearer ") {
			x.obey()
		}
	})),
	wrong("token.expired.second", "a token that has expired logs in at the second attempt", "tokens.expired", secondly),
	wrong("token.rest.own", "a token from REST is none over WebSocket", "auth.token.rest", func(p *proxy) {
		given := map[string]bool{}
		replied(func(x *exchange) {
			if token := x.tokens(); token != nil && x.client.over == rest {
				given[flat(token[0])] = true
			}
			if x.is("rpc/auth_token") && x.client.over == websocket && given[flat(x.args["token"])] {
				x.fail(http.StatusUnauthorized)
			}
		})(p)
	}),
	wrong("token.password", "the password is taken for a token, too", "auth.token.unknown", admits(func(x *exchange) bool {
		return x.is("rpc/auth_token") && x.text("token") == x.proxy.inner.Password
	})),
	wrong("token.leaves", "a token ends with the connection that got it", "auth.token.adopted", func(p *proxy) {
		of, gone := map[*client]string{}, map[string]bool{}
		messages(func(x *exchange) {
			if token := x.tokens(); token != nil && x.is("rpc/auth") {
				of[x.client] = flat(token[0])
			}
			if x.is("rpc/auth_token") && gone[flat(x.args["token"])] {
				x.fail(http.StatusUnauthorized)
			}
		})(p)
		p.leaves = append(p.leaves, func(c *client) { gone[of[c]] = true })
	}),
	wrong("token.refused.all", "a refused token logs out who came before", "connections.own", func(p *proxy) {
		last := 0
		messages(func(x *exchange) {
			switch {
			case x.is("rpc/auth_token") && x.code() != 0:
				last = x.client.number
			case x.client.number < last && x.namespace == "sysadm":
				x.fail(http.StatusUnauthorized)
			}
		})(p)
	}),
	likePassword("nul", "a password ends at its first NUL", "auth.password.longer.*", func(given, password string) bool { given, _, _ = strings.Cut(given, "\x00"); return given == password }),
	likePassword("lines", "line breaks behind a password do not matter", "auth.password.blank.*", func(given, password string) bool { return strings.TrimRight(given, "\r\n") == password }),
	wrong("login.user.nul", "the name of a user ends at its first NUL", "auth.user.case.*", func(p *proxy) {
		right := func(user, password string) bool {
			user, _, cut := strings.Cut(user, "\x00")
			return cut && user == p.inner.User && password == p.inner.Password
		}
		admits(func(x *exchange) bool { return x.is("rpc/auth") && right(x.text("username"), x.text("password")) })(p)
		obeys(func(x *exchange) bool {
			user, password, _ := (&http.Request{Header: x.client.header}).BasicAuth()
			return x.client.over == rest && right(user, password)
		})(p)
	}),
	failsLogin("password.long", "a password of more than 72 bytes is answered 500", "auth.password.longer.*", func(password string) bool { return len(password) > 72 }),
	failsLogin("password.letters", "a password with letters beyond ASCII is answered 500", "auth.password.wrong.*", func(password string) bool { return ascii(password) != password }),
	counts("blocks.user", "failures are counted for each user", func(x *exchange, user string) any { return user }),
	counts("blocks.transport", "failures are counted for each transport, and block it alone", func(x *exchange, _ string) any { return x.client.over }),
	counts("blocks.forwarded", "failures are counted for the address that a header tells", func(x *exchange, _ string) any { return x.client.header.Get("X-Forwarded-For") }),
	wrong("blocks.connection", "several failures on one connection count as one", "blocks.together", func(p *proxy) {
		failed := map[*client]bool{}
		asked(func(x *exchange) {
			if user, password, login := x.login(); login && user != "" && p.isWrong(password) {
				failed[x.client] = true
				x.answered = true
				x.fail(http.StatusUnauthorized)
			} else if login && len(failed) >= 5 {
				x.answered = true
				x.fail(http.StatusForbidden)
			}
		})(p)
	}),
	answered("empty", "an empty text, encrypted, logs in where none was sent", "auth_ssl.unasked", func(asked string) (string, bool) { return "", asked == "" }),
	answered("head", "any beginning of the text, encrypted, logs in, even none of it", "auth_ssl.wrong", func(asked string) (string, bool) { return "", asked != "" }),
	answered("longer", "the text and more, encrypted, logs in", "auth_ssl.wrong", func(asked string) (string, bool) { return asked + "-", asked != "" }),
	wrong("auth_ssl.replayed", "an answer logs in again on the connection where it has logged in", "auth_ssl.once", func(p *proxy) {
		was := map[*client]string{}
		messages(func(x *exchange) {
			if answer := x.text("encrypted_string"); x.is("rpc/auth_ssl") && answer != "" {
				if x.tokens() != nil {
					was[x.client] = answer
				} else if was[x.client] == answer {
					x.say([]any{"Qw1er2ty3ui4op5as6df7gh8jk9", 300})
				}
			}
		})(p)
	}),
	wrong("auth_ssl.oldest", "only the oldest key of a user logs in", "auth_ssl.login", func(p *proxy) {
		keys, asked := publicKeys(p), questions(p)
		messages(func(x *exchange) {
			if signed := x.text("encrypted_string"); x.tokens() != nil && signed != "" && !verifies((*keys)[:1], asked[x.client], signed) {
				x.fail(http.StatusUnauthorized)
			}
		})(p)
	}),
}

// strangers answers some requests over REST as to the user of the run.
func strangers(name, sentence string, which func(x *exchange) bool) Mutant {
	return wrong(name, sentence, "auth.stranger", bodies(func(x *exchange) {
		if which(x) {
			x.namespace, x.name = "sysadm", "iocage"
			x.obey()
		}
	}))
}

// bearer takes for a token in a header what is like one that was given.
func bearer(name, sentence string, like func(given, token string) bool) Mutant {
	return wrong("bearer."+name, sentence, "auth.token.rest", func(p *proxy) {
		tokens := map[string]bool{}
		replied(func(x *exchange) {
			if token := x.tokens(); token != nil {
				tokens[token[0].(string)] = true
			}
			given, isBearer := strings.CutPrefix(x.client.header.Get("Authorization"), "Bearer ")
			for token := range tokens {
				if isBearer && x.client.over == rest && x.code() == http.StatusUnauthorized && like(given, token) {
					x.obey()
				}
			}
		})(p)
	})
}

// secondly logs in who sends a token again that was refused.
func secondly(p *proxy) {
	given, refused := map[string]bool{}, map[string]bool{}
	logins(func(x *exchange) {
		if token := x.tokens(); token != nil {
			given[token[0].(string)] = true
		}
	})(p)
	admits(func(x *exchange) bool {
		token := x.text("token")
		again := x.is("rpc/auth_token") && given[token] && refused[token]
		refused[token] = true
		return again
	})(p)
}

// login is with what a request logs in, if it does by a password.
func (x *exchange) login() (user, password string, ok bool) {
	if x.client.over == websocket {
		return x.text("username"), x.text("password"), x.is("rpc/auth")
	}
	return (&http.Request{Header: x.client.header}).BasicAuth()
}

// isWrong reports whether a password is nobody's.
func (p *proxy) isWrong(password string) bool {
	return password != p.inner.Password && password != p.inner.OperatorPassword
}

// failsLogin answers 500 to wrong logins with some passwords.
func failsLogin(name, sentence, caught string, which func(password string) bool) Mutant {
	return wrong("login."+name, sentence, caught, replied(func(x *exchange) {
		if _, password, login := x.login(); login && which(password) {
			x.fail(http.StatusInternalServerError)
		}
	}))
}

// counts blocks who has failed five times in a row, by what it counts for, and the
// server never hears of failures.
func counts(name, sentence string, key func(x *exchange, user string) any) Mutant {
	return wrong(name, sentence, "blocks.together", func(p *proxy) {
		failed := map[any]int{}
		asked(func(x *exchange) {
			user, password, login := x.login()
			if !login || user == "" {
				return
			}
			switch k := key(x, user); {
			case failed[k] >= 5:
				x.answered = true
				x.fail(http.StatusForbidden)
			case p.isWrong(password):
				failed[k]++
				x.answered = true
				x.fail(http.StatusUnauthorized)
			default:
				failed[k] = 0
			}
		})(p)
	})
}

// answered logs in who has encrypted another text with a registered key, which
// depends on the text that was sent to be encrypted, "" if there was none.
func answered(name, sentence, caught string, instead func(asked string) (text string, accepted bool)) Mutant {
	return wrong("auth_ssl."+name, sentence, caught, func(p *proxy) {
		keys, asked := publicKeys(p), questions(p)
		messages(func(x *exchange) {
			text, accepted := instead(asked[x.client])
			if signed := x.text("encrypted_string"); x.is("rpc/auth_ssl") && x.code() != 0 && accepted && verifies(*keys, text, signed) {
				x.say([]any{"Qw1er2ty3ui4op5as6df7gh8jk9", 300})
			}
		})(p)
	})
}

// publicKeys are those that were registered, the oldest first.
func publicKeys(p *proxy) *[]*rsa.PublicKey {
	keys := &[]*rsa.PublicKey{}
	asked(func(x *exchange) {
		text, err := base64.StdEncoding.DecodeString(x.text("pub_key"))
		if err != nil || !strings.HasPrefix(x.action(), "register_ssl") {
			return
		}
		if block, _ := pem.Decode(text); block != nil {
			if key, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
				*keys = append(*keys, key.(*rsa.PublicKey))
			}
		}
	})(p)
	return keys
}

// questions are the texts that were last sent to each client to be encrypted.
func questions(p *proxy) map[*client]string {
	texts := map[*client]string{}
	messages(func(x *exchange) {
		if text, ok := x.result()["test_string"].(string); ok {
			texts[x.client] = text
		}
	})(p)
	return texts
}

// verifies reports whether a text was encrypted with one of the keys.
func verifies(keys []*rsa.PublicKey, text, signed string) bool {
	signature, err := base64.StdEncoding.DecodeString(signed)
	if err != nil {
		return false
	}
	for _, key := range keys {
		if rsa.VerifyPKCS1v15(key, crypto.Hash(0), []byte(text), signature) == nil {
			return true
		}
	}
	return false
}
