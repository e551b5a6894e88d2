package right

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/conformance/internal/selfsigned"
)

// Right servers of other kinds, and right servers on other hosts, must pass
// every MUST: a suite that fails them would be as useless as one that passes
// all.
func TestOtherRightServersPassEveryMust(t *testing.T) {
	if race.Detector {
		t.Skip("thirty runs of the whole suite prove nothing more of its goroutines than others do: make test runs them without the race detector")
	}
	certificate, err := rsaCertificate()
	require.NoError(t, err)
	for _, c := range []struct {
		name string
		jail string
		host Host
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
		{"other texts", "test", Host{bend: otherTexts}},
		{"lines of execjail whole", "test", Host{bend: wholeLines}},
		{"ids that are no text are refused", "test", Host{bend: textIDs}},
		{"jobs told of as by the last server", "test", Host{bendsJobs: true, bend: flatEvents}},
		{"pending told of by nothing, running twice", "test", Host{bendsJobs: true, bend: func(s *server) {
			s.tells = func(_ string, a object) []object {
				switch a["state"] {
				case "pending":
					return nil
				case "running":
					return []object{a, a}
				}
				return []object{a}
			}
		}}},
		{"a dispatcher that is turned off", "test", Host{bendsJobs: true, bend: func(s *server) {
			s.mayRun = func(*caller) bool { return false }
			s.query = func() object { return object{"sysadm/iocage": "read/write"} }
		}}},
		{"jobs told of before the start is answered", "test", Host{bendsJobs: true, bend: lateAnswers}},
		{"connection close", "test", Host{bend: func(s *server) {
			s.body = func(status int, body object, h http.Header) (int, any) {
				h.Set("Connection", "close")
				return status, body
			}
		}}},
		{"slow commands", "test", Host{bend: func(s *server) {
			run := s.run
			s.run = func(action string, args object) (object, int) {
				time.Sleep(5 * time.Millisecond)
				return run(action, args)
			}
		}}},
		{"TLS 1.3 only", "test", Host{tls: func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 }}},
		{"an RSA certificate", "test", Host{tls: func(c *tls.Config) { c.Certificates = []tls.Certificate{certificate} }}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := c.host
			h.shared = true
			o := conformance.Options{Host: &h, FailOn: conformance.Must}
			if c.jail != "" {
				o.Destructive, o.Jail, o.Pool = true, c.jail, "tank"
			}
			if h.bendsHost {
				o.Run = aboutHosts
			}
			if h.bendsJobs {
				o.Run = aboutJobs
			}
			result := judge(t, o)
			require.Equal(t, conformance.Passes, result.Verdict(), "%v %v", ids(result, conformance.Fail), ids(result, conformance.Error))
		})
	}
}

// ZFS allows letters, digits and any of "_-.: " in the name of a pool (zpool(8)). The
// documented form of an answer has none with a blank, which the iocage of 2016 parts
// into two.
func TestPoolsOfOtherNames(t *testing.T) {
	for _, pool := range []string{"my old pool", "T-a_n.k:1"} {
		t.Run(pool, func(t *testing.T) {
			t.Parallel()
			h := hostWith(func(h *host) { h.pools, h.active = []string{"zroot", pool}, pool })
			h.shared = true
			result := judge(t, conformance.Options{Host: &h, Destructive: true, Jail: "test", Pool: pool, Run: aboutHosts, FailOn: conformance.Must})
			require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail))
		})
	}
}

// Whatever is not the documented form of an event may be in that of another
// server: then the checks of what becomes of a job must pass, too.
func TestJobsToldInOtherWays(t *testing.T) {
	for name, bend := range map[string]func(s *server){"as in 2019": flatEvents, "late": lateAnswers, "slowly": slowEvents} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := Host{bend: bend}
			result := judge(t, conformance.Options{Host: &h, Run: []string{"dispatcher.*", "unsubscribe.*"}, Skip: []string{"*strict*", "dispatcher.queue", "dispatcher.kill.waiting"}})
			require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail))
		})
	}
}

// The documents have the event system-state from 2016-03-29 on: a server of an
// earlier edition need not know its name, not even for a SHOULD.
func TestNoSystemState(t *testing.T) {
	h := Host{bend: func(s *server) {
		known := s.subscribes
		s.subscribes = func(args any) ([]string, int) {
			names, code := known(args)
			return slices.DeleteFunc(names, func(name string) bool { return name == "system-state" }), code
		}
	}}
	result := judge(t, conformance.Options{Host: &h, Run: []string{"subscribe.*", "unsubscribe.*", "system-state.*"}, Skip: []string{"unsubscribe.state"}})
	require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail))
}

// iocage makes the last pool by name active where none is, with whatever command
// comes next. That is no fault of a server, so no check may be red.
func TestActivationByItself(t *testing.T) {
	h := Host{bend: func(s *server) {
		run := s.run
		s.run = func(action string, args object) (object, int) {
			if s.host.active == "" && !strings.HasSuffix(action, "activatepool") {
				s.host.active = "zroot"
			}
			if _, named := args["pool"]; s.host.active == "" && !named {
				s.host.active = "zroot"
			}
			return run(action, args)
		}
	}}
	result := judge(t, conformance.Options{Host: &h, Run: []string{"deactivatepool.*"}})
	require.Equal(t, conformance.Passes, result.Verdict(), ids(result, conformance.Fail))
}

// hostWith is a right server on another host.
func hostWith(change func(h *host)) Host {
	return Host{bendsHost: true, bend: func(s *server) { change(s.host) }}
}

// aboutHosts are the checks that look at jails and pools: on another host no
// other can come out differently.
var aboutHosts = []string{
	"listjails.*", "get*", "startjail.*", "stopjail.*", "activatepool.*", "deactivatepool.*", "names.*", "transports.*", "auth.required.*",
}

// aboutJobs are the checks that a job can make come out differently.
var aboutJobs = []string{"dispatcher.*", "subscribe.*", "unsubscribe.*", "auth.token.rights", "query.*"}

// styled is a right server of another style.
func styled(change func(s *style)) Host {
	s := documentedStyle
	change(&s)
	return Host{style: s}
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
func settingsOf(h *host) object {
	return newHost(h.edition, "").jails[0].settings
}

// otherTexts says in words of its own whatever the documents do not word.
func otherTexts(s *server) {
	run := s.run
	s.run = func(action string, args object) (object, int) {
		answer, code := run(action, args)
		if answer["error"] != nil && answer["error"] != "Missing required keys" {
			answer = object{"error": "das gibt es nicht"}
		}
		return answer, code
	}
	s.message = func(m, _ object) any {
		if args, ok := m["args"].(object); ok && m["name"] == "error" {
			args["message"] = "nein"
		}
		return m
	}
}

// wholeLines has each line that a command printed as the name of a member.
func wholeLines(s *server) {
	run := s.run
	s.run = func(action string, args object) (object, int) {
		answer, code := run(action, args)
		printed, ran := answer["success"].(object)
		if action != "execjail" || !ran {
			return answer, code
		}
		whole := object{}
		for name, rest := range printed {
			if rest != "" {
				name += ":" + rest.(string)
			}
			whole[name] = ""
		}
		return success(whole), code
	}
}

// flatEvents tells of a job in the way of 2019: nothing of its waiting, and the
// details beside the state.
func flatEvents(s *server) {
	s.tells = func(_ string, a object) []object {
		details, told := a["process_details"].(object)
		switch {
		case a["state"] == "pending":
			return nil
		case a["state"] == "finished" && told:
			return []object{details}
		}
		delete(a, "process_details")
		return []object{a}
	}
}

// slowEvents has each job wait before it runs, and tells of whatever happens when it has
// been true for a while.
func slowEvents(s *server) {
	s.tells = func(_ string, a object) []object {
		time.Sleep(300 * time.Millisecond)
		return []object{a}
	}
}

// lateAnswers answers run when its jobs have gone on for a while.
func lateAnswers(s *server) {
	common := s.common
	s.common = func(c *caller, class string, args object) (any, int, bool) {
		result, code, found := common(c, class, args)
		if args["action"] == "run" {
			time.Sleep(5 * time.Millisecond)
		}
		return result, code, found
	}
}

// textIDs answers a request whose id is no string as one without an id.
func textIDs(s *server) {
	s.message = func(m, q object) any {
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
	return selfsigned.Of(key)
}
