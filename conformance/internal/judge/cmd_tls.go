package judge

import (
	"crypto/tls"
	"fmt"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdTLS = Cmd{
	Name: "tls", Args: "1.0|1.1|1.2|1.3|h2|plain accepted|refused",
	Text:  "a handshake on the port of the transport with only this version of TLS succeeds, or is refused. h2: the server chooses HTTP/2, or does not, when offered HTTP/2 and HTTP/1.1. plain: a request without TLS is obeyed, or is not.",
	least: 2, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		offer, known := offers[args[0]]
		if !known || args[1] != "accepted" && args[1] != "refused" {
			j.command.misused(ts)
		}
		j.note(Message{Transport: j.session().over, Direction: "handshake"}, []byte(args[0]))
		accepted, err := offer(j, j.address())
		if accepted && args[1] == "refused" {
			j.differ("", args[0]+" refused", "accepted", "the server accepts what it must not")
		}
		if !accepted && args[1] == "accepted" {
			j.differ("", args[0]+" accepted", fmt.Sprintf("refused: %v", err), "the server refuses what it must accept")
		}
	},
}

// offers are the words for what a client offers; each reports whether the
// server takes it, or why not.
var offers = map[string]func(j *judge, address string) (bool, error){
	"1.0": version(tls.VersionTLS10),
	"1.1": version(tls.VersionTLS11),
	"1.2": version(tls.VersionTLS12),
	"1.3": version(tls.VersionTLS13),
	"h2": func(j *judge, address string) (bool, error) {
		state, err := j.server.Handshake(j.ctx, address, 0, "h2", "http/1.1")
		if err != nil {
			j.lost(err)
		}
		return state.NegotiatedProtocol == "h2", nil
	},
	"plain": func(j *judge, address string) (bool, error) {
		return j.server.Plain(j.ctx, address), nil
	},
}

func version(version uint16) func(*judge, string) (bool, error) {
	return func(j *judge, address string) (bool, error) {
		_, err := j.server.Handshake(j.ctx, address, version, "http/1.1")
		if probe.IsUnreachable(err) {
			j.lost(err)
		}
		return err == nil, err
	}
}

// address is that of the current transport.
func (j *judge) address() string {
	if j.session().over == REST {
		return j.server.REST
	}
	return j.server.WS
}
