package conformance_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
)

// Right servers of other kinds, and right servers on other hosts, must pass
// every MUST: a suite that fails them would be as useless as one that passes
// all.
func TestOtherRightServersPassEveryMust(t *testing.T) {
	certificate, err := rsaCertificate()
	require.NoError(t, err)
	for _, c := range []struct {
		name string
		jail string
		host rightHost
	}{
		{"no jails at all", "", hostWith(func(h *host) { h.jails = nil })},
		{"one pool", "test", hostWith(func(h *host) { h.pools = []string{"tank"} })},
		{"200 jails", "test", hostWith(func(h *host) { manyJails(h, 200) })},
		{"a template", "test", hostWith(func(h *host) { h.jails[0].settings["type"] = "template" })},
		{"odd tags only", "", hostWith(func(h *host) {
			h.jails = nil
			tagged(h, "two words", "-f", "naïve ✓", "a:b:c", "a/b", "x~y", "[z=1]", ".*", "a'b\"c")
		})},
		{"odd tags beside a plain one", "", hostWith(func(h *host) { tagged(h, "-f", "two words", "a/b") })},
		{"a tag with a slash", "a/b", hostWith(func(h *host) { tagged(h, "a/b") })},
		{"a tag with a blank", "two words", hostWith(func(h *host) { tagged(h, "two words") })},
		{"a tag with colons", "2016-02-09@23:47:04", hostWith(func(h *host) { tagged(h, "2016-02-09@23:47:04") })},
		{"a tag beyond ASCII", "naïve ✓", hostWith(func(h *host) { tagged(h, "naïve ✓") })},
		{"a tag of one letter", "e", hostWith(func(h *host) { tagged(h, "e") })},
		{"a tag twice", "www", hostWith(func(h *host) { tagged(h, "test", "test") })},
		{"a jail that is up", "test", hostWith(func(h *host) { h.jails[1].jid = 5 })},
		{"text codes, namespace error", "test", styled(func(s *style) { s.textCodes, s.errorNamespace = true, true })},
		{"values cut, ERROR under the jail", "test", styled(func(s *style) { s.cut, s.underJail = true, true })},
		{"other texts", "test", rightHost{bend: otherTexts}},
		{"ids that are no text are refused", "test", rightHost{bend: textIDs}},
		{"connection close", "test", rightHost{bend: func(r *right) {
			r.body = func(status int, body map[string]any, h http.Header) (int, any) {
				h.Set("Connection", "close")
				return status, body
			}
		}}},
		{"slow commands", "test", rightHost{bend: func(r *right) {
			run := r.run
			r.run = func(action string, args map[string]any) (map[string]any, int) {
				time.Sleep(20 * time.Millisecond)
				return run(action, args)
			}
		}}},
		{"TLS 1.3 only", "test", rightHost{tls: func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 }}},
		{"an RSA certificate", "test", rightHost{tls: func(c *tls.Config) { c.Certificates = []tls.Certificate{certificate} }}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := c.host
			h.shared = true
			if h.style == (style{}) {
				h.style = documentedStyle
			}
			o := conformance.Options{Host: &h, FailOn: conformance.Must}
			if c.jail != "" {
				o.Destructive, o.Jail, o.Pool = true, c.jail, "tank"
			}
			if h.bendsHost {
				o.Run = aboutHosts
			}
			result := judge(t, o)
			require.Zero(t, result.ExitCode(), "%v %v", ids(result, conformance.Fail), ids(result, conformance.Error))
		})
	}
}

// hostWith is a right server on another host.
func hostWith(change func(h *host)) rightHost {
	return rightHost{bendsHost: true, bend: func(r *right) { change(r.host) }}
}

// aboutHosts are the checks that look at jails and pools: on another host no
// other can come out differently.
var aboutHosts = []string{
	"listjails.*", "get*", "startjail.*", "stopjail.*", "activatepool.*", "deactivatepool.*", "names.*", "transports.*", "auth.required.*",
}

// styled is a right server of another style.
func styled(change func(s *style)) rightHost {
	s := documentedStyle
	change(&s)
	return rightHost{style: s}
}

// tagged adds jails that are down.
func tagged(h *host, tags ...string) {
	for i, tag := range tags {
		uuid := fmt.Sprintf("%08x-b7d1-11e5-9c0a-0025905ef2d3", i+1)
		h.add(uuid, tag, settingsOf(h), false)
	}
}

func manyJails(h *host, n int) {
	for i := range n {
		h.add(fmt.Sprintf("%08x-b7d1-11e5-9c0a-0025905ef2d3", i+1), fmt.Sprintf("jail-%d", i), settingsOf(h), i%2 == 0)
	}
}

// settingsOf returns whole settings for one more jail.
func settingsOf(h *host) map[string]any {
	return newHost(h.edition, "").jails[0].settings
}

// otherTexts says in words of its own whatever the documents do not word.
func otherTexts(r *right) {
	run := r.run
	r.run = func(action string, args map[string]any) (map[string]any, int) {
		answer, code := run(action, args)
		if answer["error"] != nil && answer["error"] != "Missing required keys" {
			answer = map[string]any{"error": "das gibt es nicht"}
		}
		return answer, code
	}
	r.message = func(m, _ map[string]any) any {
		if args, ok := m["args"].(map[string]any); ok && m["name"] == "error" {
			args["message"] = "nein"
		}
		return m
	}
}

// textIDs answers a request whose id is no string as one without an id.
func textIDs(r *right) {
	r.message = func(m, q map[string]any) any {
		if _, isText := m["id"].(string); !isText {
			m["id"], m["name"] = "", q["name"]
		}
		return m
	}
}

func rsaCertificate() (tls.Certificate, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return tls.Certificate{}, err
	}
	return certify(key)
}
