package conformance

import (
	"crypto/tls"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdTLS = Cmd{
	Name: "tls", Args: "1.0|1.1|1.2|1.3|h2|plain accepted|refused",
	Text:  "a handshake on the port of the transport with this version of TLS alone succeeds, or does not; h2: HTTP/2 is chosen, or not, when it is offered beside HTTP/1.1; plain: a request without any TLS is obeyed, or not.",
	least: 2, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		versions := map[string]uint16{
			"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13,
			"h2": tls.VersionTLS12, "plain": 0,
		}
		version, known := versions[args[0]]
		if !known || args[1] != "accepted" && args[1] != "refused" {
			ts.Fatalf("usage: tls 1.0|1.1|1.2|1.3|h2|plain accepted|refused")
		}
		accepted, err := j.handshake(args[0] == "h2", version)
		j.trace.note(j.over, "handshake", []byte(args[0]))
		if accepted && args[1] == "refused" {
			j.fail("the server accepts %s, which it must not", args[0])
		}
		if !accepted && args[1] == "accepted" {
			j.fail("the server does not accept %s: %v", args[0], err)
		}
	},
}

// handshake reports whether the server takes what it is offered.
func (j *judge) handshake(http2 bool, version uint16) (bool, error) {
	address := j.endpoint.WS
	if j.over == rest {
		address = j.endpoint.REST
	}
	if version == 0 {
		j.reached = true
		return j.server().Plain(j.ctx, address), nil
	}
	protocols := []string{"http/1.1"}
	if http2 {
		protocols = []string{"h2", "http/1.1"}
	}
	state, err := j.server().Handshake(j.ctx, address, version, protocols...)
	j.reached = j.reached || err == nil
	if probe.IsUnreachable(err) || http2 && err != nil {
		j.lost(err)
	}
	return err == nil && (!http2 || state.NegotiatedProtocol == "h2"), err
}
