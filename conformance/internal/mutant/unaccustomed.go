package mutant

import (
	"net"
	"time"
)

// unaccustomed makes a right server answer in ways that no document shows and every
// ruling allows: a check that fails it asks for more than is promised.
func unaccustomed(p *proxy) {
	p.gates = append(p.gates, func(*exchange) { time.Sleep(3 * time.Millisecond) })
	errorReplies(otherWords)(p)
	otherNames(p)
	otherJobs(p)
	otherHeaders(p)
	otherTokens(p)
	spelled(func(_ *exchange, text []byte) []byte { return respelled(text) })(p)
	p.writes, p.answers = writeFragments, unusualHTTP
	p.inside = func(c net.Conn) net.Conn { return &drippingConn{Conn: c, alone: 3} }
}

// otherWords say more in an error than the name of its code (ruling 2).
func otherWords(x *exchange) {
	args, _ := x.reply["args"].(message)
	changeTexts(args, "message", func(text string) string { return text + ": «не так» – " + x.path })
}

// otherNames are those of classes, releases and plugins that no sample has.
func otherNames(p *proxy) {
	classes("rpc/query", func(_ *exchange, a message) {
		a["sysadm/zfs"], a["sysadm/beadm"], a["rpc/syscache"] = "read/write", "read", "read"
	})(p)
	whole("listreleases", func(a message) any {
		if remote, ok := a["remote"].([]any); ok && len(remote) > 4 { // the host is not one that the suite described
			a["remote"] = append(remote, "12.0-CURRENT", "11.1-BETA2", "11.0-RELEASE-HBSD", "9.10-RELEASE (EOL)")
		}
		return a
	})(p)
	inner("listplugins", "remote", func(t message) {
		t["plex-pass"] = message{"id": "plex-pass", "name": "Plex (Pass) - beta", "description": "Streams (nearly) all - at home: «überall»"}
	})(p)
}

// otherJobs are there beside those of the suite, and a log whose entries are objects.
func otherJobs(p *proxy) {
	classes("rpc/dispatcher", func(_ *exchange, a message) {
		queues, _ := a["jobs"].(message)
		if queues["pkg_queue"] == nil && queues != nil {
			queues["pkg_queue"] = message{
				"sysadm_pkg_install-{9c07}": message{"commands": []any{`pkg install -y "x"misc`}, "queue_position": "17", "state": "pending"},
				"ended":                     message{"commands": []any{}, "queue_position": "18", "state": "finished"},
			}
		}
	})(p)
	logs(func(x *exchange, a message) {
		if x.args["logs"] == nil {
			a["events-state"] = message{"2026-01-01T00:00:00": message{"hostname": "x"}}
		}
	})(p)
	replied(func(x *exchange) {
		if sums, ok := x.result()["md5_keys"].([]any); ok {
			x.result()["md5_keys"] = append([]any{"1B2M2Y8AsgTpgAmY7PhCfg=="}, sums...)
		}
	})(p)
}

// otherHeaders are those of a server behind another.
func otherHeaders(p *proxy) {
	bodies(func(x *exchange) {
		if x.header.Get("Content-Type") != "" {
			x.header.Set("Content-Type", "application/json; charset=utf-8")
		}
		for name, value := range map[string]string{"Server": "nginx", "Cache-Control": "no-store", "X-Frame-Options": "DENY"} {
			x.header.Set(name, value)
		}
	})(p)
}
