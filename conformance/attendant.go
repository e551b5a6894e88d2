package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// An attendant prepares a host for a check and tidies up after it, with
// requests of its own that the check does not see.
type attendant struct {
	server   probe.Server
	rest     *probe.Kept // its connections, from one request to the next
	logins   logins      // of the checks that it attends
	endpoint Endpoint
}

// newAttendant returns one that keeps its connections until it is told to close
// them.
func newAttendant(server probe.Server, e Endpoint) *attendant {
	return &attendant{server: server, rest: &probe.Kept{Server: server}, endpoint: e}
}

// close closes the connections that are kept.
func (a *attendant) close() {
	a.rest.Close()
	a.logins.close()
}

// ask asks an action of sysadm/iocage over REST, or over WebSocket where there
// is no REST, and returns what stands under the action.
func (a *attendant) ask(ctx context.Context, action string, members ...string) (any, error) {
	args := map[string]any{"action": action}
	for i := 0; i+1 < len(members); i += 2 {
		args[members[i]] = members[i+1]
	}
	text, err := a.exchange(ctx, "sysadm", "iocage", args)
	if err != nil {
		return nil, fmt.Errorf("cannot prepare the check: %s: %w", action, err)
	}
	places := document.Find(document.Parse(text), "/args/"+action)
	if len(places) != 1 {
		return nil, &document.Unexpected{
			Why:        "cannot prepare the check: " + action + " is not answered as documented",
			Difference: document.Difference{Pointer: "/args/" + action, Expected: "the answer", Got: showReply(reply{arrival: arrive(text)})},
		}
	}
	return places[0].Value, nil
}

func (a *attendant) exchange(ctx context.Context, namespace, name string, args map[string]any) ([]byte, error) {
	if a.endpoint.REST == "" {
		return a.exchangeWebSocket(ctx, namespace, name, args)
	}
	body, err := json.Marshal(args)
	if err != nil {
		return nil, err
	}
	reply, err := a.rest.Do(ctx, probe.Request{
		Verb: "PUT", Path: "/" + namespace + "/" + name, User: a.endpoint.User, Password: a.endpoint.Password, Body: body,
	})
	return reply.Body, err
}

func (a *attendant) exchangeWebSocket(ctx context.Context, namespace, name string, args map[string]any) ([]byte, error) {
	conn, _, err := a.server.Dial(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	login := map[string]any{"username": a.endpoint.User, "password": a.endpoint.Password}
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

// loginRefusedWebSocket reports whether rpc/auth answers a plain 401.
func loginRefusedWebSocket(ctx context.Context, server probe.Server, e Endpoint) bool {
	conn, _, err := server.Dial(ctx, nil)
	if err != nil {
		return false
	}
	defer conn.Close()
	login := document.Message("login", "rpc", "auth", map[string]any{"username": e.User, "password": e.Password})
	if conn.Send(ctx, login) != nil {
		return false
	}
	text, err := conn.Receive(ctx)
	places := document.Find(document.Parse(text), "/args/code")
	return err == nil && len(places) == 1 && document.Scalar(places[0].Value) == "401"
}

// knows reports whether the server tells the settings of a jail.
func (a *attendant) knows(ctx context.Context, jail string) bool {
	answer, err := a.ask(ctx, "getjailsettings", "jail", jail)
	return err == nil && len(document.Find(answer, "/*/host_hostuuid")) > 0
}

// jails returns the rows of listjails in the order of their uuids.
func (a *attendant) jails(ctx context.Context) ([]jail.Row, error) {
	answer, err := a.ask(ctx, "listjails")
	if err != nil {
		return nil, err
	}
	listed, ok := answer.(map[string]any)
	if !ok {
		return nil, &document.Unexpected{
			Why:        "cannot prepare the check: listjails is not answered as documented",
			Difference: document.Difference{Pointer: "/args/listjails", Expected: "an object", Got: document.Show(answer)},
		}
	}
	return jail.Rows(listed), nil
}

// bringJail starts or stops a jail until listjails shows it so, and returns its
// row. It must be the only jail that changes.
func (a *attendant) bringJail(ctx context.Context, uuid, name, state string) (jail.Row, error) {
	actions := map[string]string{"up": "startjail", "down": "stopjail"}
	var before []jail.Row
	for attempt := range 2 {
		rows, err := a.jails(ctx)
		if err != nil {
			return jail.Row{}, err
		}
		if row, _ := jail.Find(rows, uuid); row.State == state {
			return row, jail.SameOthers(before, rows, uuid)
		}
		before = rows
		if attempt > 0 || actions[state] == "" {
			break
		}
		if _, err := a.ask(ctx, actions[state], "jail", name); err != nil {
			return jail.Row{}, err
		}
	}
	row, _ := jail.Find(before, uuid)
	return jail.Row{}, &document.Unexpected{
		Why:        fmt.Sprintf("jail %s cannot be brought to state %s", name, state),
		Difference: document.Difference{Pointer: "/args/listjails/" + document.Escape(uuid) + "/state", Expected: state, Got: row.State},
	}
}

// toldPool returns the active pool, "" if there is none or the server cannot tell,
// as the original: that one answers with no member.
func (a *attendant) toldPool(ctx context.Context) (pool string, told bool, err error) {
	answer, err := a.ask(ctx, "activatepool")
	if err != nil {
		return "", false, err
	}
	if places := document.Find(answer, "/currently active/pool"); len(places) > 0 {
		return strings.TrimPrefix(document.Scalar(places[0].Value), " "), true, nil
	}
	members, _ := answer.(map[string]any)
	return "", len(members) > 0, nil
}

// activePool returns the active pool, "" if there is none. If the server cannot
// tell it is taken to be the pool of the run, where the jails can be listed.
func (a *attendant) activePool(ctx context.Context, pool string) (string, error) {
	active, told, err := a.toldPool(ctx)
	if err != nil || told {
		return active, err
	}
	rows, err := a.jails(ctx)
	if err != nil || slices.ContainsFunc(rows, func(row jail.Row) bool { return row.State != "up" && row.State != "down" }) {
		return "", err
	}
	return pool, nil
}

// bringPool makes one pool the active one, or none if want is empty. Pool is
// the pool of the run.
func (a *attendant) bringPool(ctx context.Context, pool, want string) error {
	active, _, err := a.toldPool(ctx)
	if err != nil || active == want && want != "" {
		return err
	}
	for _, other := range []string{active, pool} {
		if other == "" || other == want {
			continue
		}
		if _, err := a.ask(ctx, "deactivatepool", "pool", other); err != nil {
			return err
		}
	}
	if want == "" {
		return nil
	}
	_, err = a.ask(ctx, "activatepool", "pool", want)
	return err
}
