package right

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
)

// What the documents leave to a server is no reason for a red check, and none to leave
// a check out.
func TestWhatServersMayDo(t *testing.T) {
	for _, c := range []struct {
		name, run string
		bend      func(s *server)
	}{
		{"a login without its members is malformed", "auth.names", misnamedIsMalformed},
		{"the last event comes right behind the answer", "system-state.*", func(s *server) { greetingBehind(s, hostState()) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := judge(t, conformance.Options{Host: &Host{bend: c.bend}, Run: []string{c.run}})
			require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail))
			require.Zero(t, result.Count(conformance.Skip), ids(result, conformance.Skip))
		})
	}
}

// An event right behind the answer is judged as one before it.
func TestEventsBehindAnswersAreJudged(t *testing.T) {
	t.Parallel()
	h := Host{bend: func(s *server) {
		greetingBehind(s, object{"hostname": "right", "zpools": object{"tank": object{"size": 107}}})
	}}
	result := judge(t, conformance.Options{Host: &h, Run: []string{"system-state.last"}})
	require.Equal(t, conformance.Fails, result.Verdict())
}

// misnamedIsMalformed answers a login without a user by error 400 (ruling 2: arguments of
// the wrong shape).
func misnamedIsMalformed(s *server) {
	s.message = func(m, q object) any {
		args, _ := q["args"].(object)
		if details, failed := m["args"].(object); failed && q["name"] == "auth" && args["username"] == nil {
			details["code"], details["message"] = 400, "Bad Request"
		}
		return m
	}
}

// greetingBehind tells subscribers of the state of the host behind the answer.
func greetingBehind(s *server, state object) {
	s.tells = func(name string, args object) []object {
		if name == "system-state" {
			return nil
		}
		return []object{args}
	}
	s.behind = func(request object) []any {
		if request["name"] != "subscribe" {
			return nil
		}
		return []any{event("system-state", state)}
	}
}
