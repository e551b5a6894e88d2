package conformance

import (
	"bytes"
	"errors"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdLarge = Cmd{
	Name: "large", Args: "BYTES",
	Text:  "sends a request for listjails with so many bytes of padding. The server may answer it, refuse it, or close the connection.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		size, err := strconv.Atoi(args[0])
		if err != nil {
			ts.Fatalf("cannot read %q as a number of bytes", args[0])
		}
		padding := string(bytes.Repeat([]byte("x"), size))
		members := map[string]any{"action": "listjails", "padding": padding}
		if j.over == rest {
			j.largeRequest(members)
			return
		}
		conn := j.session().conn
		message := compose(j.nextID(), "sysadm", "iocage", members)
		j.trace.note(websocket, "sent", message)
		if conn.Send(j.ctx, message) != nil {
			return // closed while we were sending
		}
		if text, err := conn.Receive(j.ctx); err == nil {
			j.trace.note(websocket, "received", text)
		}
	},
}

func (j *judge) largeRequest(members map[string]any) {
	s := j.session()
	body := question{args: members}.body()
	j.trace.note(rest, "sent", append([]byte("PUT /sysadm/iocage "), body...))
	_, err := j.server().Do(j.ctx, probe.Request{
		Verb: "PUT", Path: "/sysadm/iocage", User: s.user, Password: s.password, Body: body,
	})
	if j.ctx.Err() != nil {
		j.lost(errors.Join(errors.New("the server never ended the exchange"), err))
	}
}
