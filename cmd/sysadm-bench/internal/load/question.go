// Package load sends requests to servers over open connections as fast as they
// answer. It does as little work as possible, because it shares the machine
// with the servers.
package load

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// A Question is one action of the class iocage with its arguments.
type Question struct {
	Action string
	Jail   string // empty: the action has none
}

// body is the request's args.
func (q Question) body() []byte {
	args := map[string]string{"action": q.Action}
	if q.Jail != "" {
		args["jail"] = q.Jail
	}
	return encode(args)
}

// message is the request over WebSocket.
func (q Question) message() []byte {
	return encode(map[string]any{"namespace": "sysadm", "name": "iocage", "id": "bench", "args": json.RawMessage(q.body())})
}

// login is the message that logs in.
func login(r process.Ready) []byte {
	return encode(map[string]any{"namespace": "rpc", "name": "auth", "id": "login",
		"args": map[string]string{"username": r.User, "password": r.Password}})
}

// basic is the header that logs in.
func basic(r process.Ready) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(r.User+":"+r.Password))
}

// encode encodes a value whose encoding cannot fail.
func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("load: %v", err))
	}
	return text
}
