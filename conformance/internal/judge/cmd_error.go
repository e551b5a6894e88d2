package judge

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdError = Cmd{
	Name: "error", Args: "CODE...",
	Text:  "the last reply is an error with one of these codes, in any form the rulings accept: name or namespace \"error\" and the code as number or digits; over REST the HTTP status. It carries no result, and no message that names another error.",
	least: 1, most: -1,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		expected := "an error with code " + strings.Join(args, " or ")
		if j.last.over == REST {
			j.restError(expected, args)
			return
		}
		message, _ := j.last.document.(map[string]any)
		if message["name"] != "error" && message["namespace"] != "error" {
			j.differ("", expected, showReply(j.last), "the reply is not an error")
		}
		details, _ := message["args"].(map[string]any)
		if code := document.Scalar(details["code"]); !slices.Contains(args, code) {
			j.differ("/args/code", strings.Join(args, " or "), document.Show(details["code"]), "the error has the wrong code")
		}
		j.noResult(details)
	},
}

func (j *judge) restError(expected string, codes []string) {
	if got := strconv.Itoa(j.last.http.Status); !slices.Contains(codes, got) {
		j.differ("", expected, "HTTP status "+got+": "+showReply(j.last), "the HTTP status is wrong")
	}
	if len(j.last.text) == 0 {
		return // the original sends no body with most errors
	}
	body, _ := j.last.document.(map[string]any)
	details, ok := body["args"].(map[string]any)
	if !ok {
		j.differ("/args", "an object", showReply(j.last), "the body of the error has another form")
	}
	if code, told := details["code"]; told && document.Scalar(code) != strconv.Itoa(j.last.http.Status) {
		j.differ("/args/code", strconv.Itoa(j.last.http.Status), document.Show(code), "the body names another code than the HTTP status")
	}
	j.noResult(details)
}

// noResult ends the check if an error carries the answer of the action, or a
// message that is the reason phrase of another code.
func (j *judge) noResult(details map[string]any) {
	message, _ := details["message"].(string)
	if other := codeSaid(message); other != "" && other != j.last.code() {
		j.differ("/args/message", "a message of code "+j.last.code(), document.Show(message), "the message is that of another error")
	}
	if result, ok := details[j.last.action]; ok {
		j.differ("/args/"+j.last.action, "nothing", document.Show(result), "an error carries a result")
	}
}

// codeSaid is the code whose reason phrase a message is, or begins with before a
// colon; "" for a message in words of its own.
func codeSaid(message string) string {
	phrase, _, _ := strings.Cut(message, ":")
	for code := 100; code < 600; code++ {
		if reason := http.StatusText(code); reason != "" && strings.EqualFold(phrase, reason) {
			return strconv.Itoa(code)
		}
	}
	return ""
}
