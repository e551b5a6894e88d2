// Package attendant prepares a host for a check and tidies up after it, with
// its own requests, which the check does not see.
package attendant

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// An Attendant asks one server as one user.
type Attendant struct {
	// REST are its connections, from one request to the next.
	REST *probe.Kept

	server         probe.Server
	user, password string
	edition        edition.Edition
}

// New returns one that keeps its connections until it is told to close them. It asks
// for actions of the edition only.
func New(server probe.Server, user, password string, e edition.Edition) *Attendant {
	return &Attendant{REST: &probe.Kept{Server: server}, server: server, user: user, password: password, edition: e}
}

// Offers reports whether the edition of the server has an action.
func (a *Attendant) Offers(action string) bool { return a.edition.Offers(action) }

// Close closes the connections that are kept.
func (a *Attendant) Close() { a.REST.Close() }

// Ask asks an action of sysadm/iocage over REST, or over WebSocket where there
// is no REST, and returns what stands under the action.
func (a *Attendant) Ask(ctx context.Context, action string, members ...string) (any, error) {
	args := map[string]any{"action": action}
	for i := 0; i+1 < len(members); i += 2 {
		args[members[i]] = members[i+1]
	}
	text, err := a.Exchange(ctx, "sysadm", "iocage", args)
	if err != nil {
		return nil, fmt.Errorf("cannot prepare the check: %s: %w", action, err)
	}
	places := document.Find(document.Parse(text), "/args/"+action)
	if len(places) != 1 {
		return nil, &document.Unexpected{
			Why:        "cannot prepare the check: " + action + " is not answered as documented",
			Difference: document.Difference{Pointer: "/args/" + action, Expected: "the answer", Got: document.ShowText(text)},
		}
	}
	return places[0].Value, nil
}

// Exchange asks over REST, or over WebSocket where there is no REST, and returns the
// text of the answer.
func (a *Attendant) Exchange(ctx context.Context, namespace, name string, args map[string]any) ([]byte, error) {
	if a.server.REST == "" {
		return a.ExchangeWebSocket(ctx, namespace, name, args)
	}
	body, err := json.Marshal(args)
	if err != nil {
		return nil, err
	}
	reply, err := a.REST.Do(ctx, probe.Request{
		Verb: "PUT", Path: "/" + namespace + "/" + name, User: a.user, Password: a.password, Body: body,
	})
	return reply.Body, err
}

// ExchangeWebSocket asks over a connection of its own.
func (a *Attendant) ExchangeWebSocket(ctx context.Context, namespace, name string, args map[string]any) ([]byte, error) {
	conn, _, err := a.server.Dial(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	login := map[string]any{"username": a.user, "password": a.password}
	for _, message := range [][]byte{
		document.Message("login", "rpc", "auth", login), document.Message("ask", namespace, name, args),
	} {
		if err := conn.Send(ctx, message); err != nil {
			return nil, err
		}
	}
	if _, err := conn.Receive(ctx); err != nil {
		return nil, err
	}
	return conn.Receive(ctx)
}
