package judge

import (
	"bytes"
	"errors"
	"slices"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

var cmdHarm = Cmd{
	Name: "harm", Args: "large BYTES | nested DEPTH | garbled",
	Text:  "sends a request for listjails with BYTES bytes of padding, with a member nested DEPTH levels deep, or with text that is not UTF-8. The server may answer it, refuse it, or close the connection.",
	least: 1, most: 2,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		padding, ok := harmful(args)
		if !ok {
			j.command.misused(ts)
		}
		begin, end := `{"action":"listjails","padding":`, `}`
		if j.session().over == REST {
			j.harmRequest(slices.Concat([]byte(begin), padding, []byte(end)))
			return
		}
		conn := j.connected(ts).conn
		begin = `{"namespace":"sysadm","name":"iocage","id":"` + j.nextID() + `","args":` + begin
		message := slices.Concat([]byte(begin), padding, []byte(end+`}`))
		j.noteSent(message)
		if conn.Send(j.ctx, message) != nil {
			return // closed while we were sending
		}
		if text, err := conn.Receive(j.ctx); err == nil {
			j.noteArrival(arrive(text))
		}
	},
}

// harmful is the value, as JSON, that does the harm.
func harmful(args []string) (value []byte, ok bool) {
	if len(args) == 1 {
		return []byte("\"\xc3\x28\xff\""), args[0] == "garbled"
	}
	n, err := strconv.Atoi(args[1])
	switch {
	case err != nil || n < 0:
		return nil, false
	case args[0] == "large":
		value = bytes.Repeat([]byte("x"), n+2)
		value[0], value[n+1] = '"', '"'
		return value, true
	case args[0] == "nested":
		return append(bytes.Repeat([]byte("["), n), bytes.Repeat([]byte("]"), n)...), true
	}
	return nil, false
}

func (j *judge) harmRequest(body []byte) {
	s := j.session()
	q := probe.Request{Verb: "PUT", Path: "/sysadm/iocage", User: s.user, Password: s.password, Body: body}
	j.noteRequest(q)
	got, err := j.server.Do(j.ctx, q)
	if j.ctx.Err() != nil {
		j.lost(errors.Join(errors.New("the server never ended the exchange"), err))
	}
	if err == nil {
		j.noteReply(got)
	}
}
