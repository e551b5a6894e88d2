package mutant

import (
	"fmt"
	"strings"
)

// tokenForms are what tokens look like elsewhere: long, of signs, UUIDs, signed
// documents, digits. Each makes one of a token of the server.
var tokenForms = []func(token string) string{
	func(token string) string { return strings.Repeat(token, 1+300/len(token)) },
	func(token string) string { return "+/=:~" + token + "'$\"\\ü==" },
	func(token string) string {
		digits := fmt.Sprintf("%x", token)
		return digits[:8] + "-" + digits[8:12] + "-4" + digits[13:16] + "-a" + digits[17:20] + "-" + digits[20:32]
	},
	func(token string) string {
		return "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZG1pbiIsImlhdCI6MTQ1NjAwMDAwMH0." + token + "-_"
	},
	func(token string) string {
		var digits strings.Builder
		for _, letter := range token {
			fmt.Fprint(&digits, letter%100)
		}
		return digits.String()
	},
}

// otherTokens gives clients tokens of each form in turns, and takes them as those of the
// server that they stand for. No two answers have the same one.
func otherTokens(p *proxy) {
	meant := map[string]string{}
	asked(func(x *exchange) {
		if token, known := meant[x.text("token")]; known && x.is("rpc/auth_token") {
			x.args["token"] = token
		}
	})(p)
	replied(func(x *exchange) {
		if told := x.tokens(); told != nil {
			token, _ := told[0].(string)
			other := tokenForms[len(meant)%len(tokenForms)](token)
			meant[other], told[0] = token, other
		}
	})(p)
}
