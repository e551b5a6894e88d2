package rpc_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

func router(compat edition.Compat) *rpc.Router {
	says := func(what any) rpc.Func {
		return func(context.Context, *rpc.Request) (any, error) { return what, nil }
	}
	fails := func(err error) rpc.Func {
		return func(context.Context, *rpc.Request) (any, error) { return nil, err }
	}
	refuses := func(line string) rpc.Func {
		return func(_ context.Context, r *rpc.Request) (any, error) {
			r.Refusal = line
			return map[string]string{"error": line}, nil
		}
	}
	return &rpc.Router{
		Compat: compat,
		Logger: slog.New(slog.DiscardHandler),
		Logins: auth.New(auth.Fixed{}, auth.Options{}),
		Classes: []rpc.Class{
			{Namespace: "rpc", Name: "hello", Access: rpc.Anybody, Mode: "read", Run: says("hello & <you>")},
			{Namespace: "rpc", Name: "silent", Access: rpc.Anybody, Run: says(rpc.NoReply)},
			{Namespace: "rpc", Name: "hel", Prefix: true, Access: rpc.Anybody, Run: says("prefix")},
			{Namespace: "sysadm", Name: "vault", Access: rpc.FullAccess, Run: says("gold")},
			{Namespace: "sysadm", Name: "gone", Mode: "read/write", Available: func() error { return errors.New("not here") }},
			{Namespace: "sysadm", Name: "box", Mode: "read/write", Actions: []rpc.Action{
				{Name: "open", Run: says(map[string]string{"lid": "up"})},
				{Name: "break", Run: fails(errors.New("glue"))},
				{Name: "panic", Run: func(context.Context, *rpc.Request) (any, error) { panic("lost") }},
				{Name: "stop", Run: fails(fmt.Errorf("cannot close the lid: %w", context.Canceled))},
				{Name: "late", Run: fails(rpc.Errorf(504, "too late"))},
				{Name: "jam", Changes: true, Told: rpc.Tell("lock"), Run: refuses("it is stuck")},
				{Name: "whisper", Private: true, Run: refuses("my secret")},
				{Name: "burn", Access: rpc.FullAccess, Run: says("ashes")},
			}},
		},
	}
}

func TestRouter(t *testing.T) {
	member, wheel := auth.Identity{User: "otto"}, auth.Identity{User: "root", FullAccess: true}
	tests := []struct {
		name    string
		caller  auth.Identity
		message string
		reply   string // as documented
		code    int
	}{
		{"anybody", auth.Identity{}, `{"namespace":"rpc","name":"hello","id":"1"}`,
			`{"args":"hello & <you>","id":"1","name":"response","namespace":"rpc"}`, 200},
		{"class names in any case", auth.Identity{}, `{"namespace":"RPC","name":"Hello","id":"1"}`,
			`{"args":"hello & <you>","id":"1","name":"response","namespace":"RPC"}`, 200},
		{"the first row answers", auth.Identity{}, `{"namespace":"rpc","name":"help","id":"1"}`,
			`{"args":"prefix","id":"1","name":"response","namespace":"rpc"}`, 200},
		{"any id is echoed", member, `{"namespace":"sysadm","name":"box","id":{"n":1},"args":{"action":"open"}}`,
			`{"args":{"lid":"up"},"id":{"n":1},"name":"response","namespace":"sysadm"}`, 200},
		{"no id", member, `{"namespace":"sysadm","name":"box","args":{"action":"open"}}`,
			`{"args":{"lid":"up"},"id":"","name":"response","namespace":"sysadm"}`, 200},
		{"no login", auth.Identity{}, `{"namespace":"sysadm","name":"box","id":"1","args":{"action":"open"}}`,
			`{"args":{"code":401,"message":"Unauthorized"},"id":"1","name":"error","namespace":"sysadm"}`, 401},
		{"no login, no such class", auth.Identity{}, `{"namespace":"x","name":"y","id":"1"}`,
			`{"args":{"code":401,"message":"Unauthorized"},"id":"1","name":"error","namespace":"x"}`, 401},
		{"no such class", member, `{"namespace":"x","name":"y","id":"1"}`,
			`{"args":{"code":404,"message":"Not Found: there is no x/y"},"id":"1","name":"error","namespace":"x"}`, 404},
		{"unavailable", member, `{"namespace":"sysadm","name":"gone","id":"1","args":7}`,
			`{"args":{"code":404,"message":"Not Found: not here"},"id":"1","name":"error","namespace":"sysadm"}`, 404},
		{"no object", member, `{"namespace":"sysadm","name":"box","id":"1","args":[]}`,
			`{"args":{"code":400,"message":"Bad Request: the arguments must be an object"},"id":"1","name":"error","namespace":"sysadm"}`, 400},
		{"no action", member, `{"namespace":"sysadm","name":"box","id":"1","args":{}}`,
			`{"args":{"code":400,"message":"Bad Request: the arguments must name an action"},"id":"1","name":"error","namespace":"sysadm"}`, 400},
		{"action names in their case", member, `{"namespace":"sysadm","name":"box","id":"1","args":{"action":"Open"}}`,
			`{"args":{"code":400,"message":"Bad Request: sysadm/box has no action \"Open\""},"id":"1","name":"error","namespace":"sysadm"}`, 400},
		{"a wire error", member, `{"namespace":"sysadm","name":"box","id":"1","args":{"action":"late"}}`,
			`{"args":{"code":504,"message":"Gateway Timeout: too late"},"id":"1","name":"error","namespace":"sysadm"}`, 504},
		{"ended by a stopping server", member, `{"namespace":"sysadm","name":"box","id":"1","args":{"action":"stop"}}`,
			`{"args":{"code":503,"message":"Service Unavailable: the server is shutting down"},"id":"1","name":"error","namespace":"sysadm"}`, 503},
		{"a defect", member, `{"namespace":"sysadm","name":"box","id":"1","args":{"action":"break"}}`,
			`{"args":{"code":500,"message":"Internal Server Error: glue"},"id":"1","name":"error","namespace":"sysadm"}`, 500},
		{"an action of full access", wheel, `{"namespace":"sysadm","name":"box","id":"1","args":{"action":"burn"}}`,
			`{"args":"ashes","id":"1","name":"response","namespace":"sysadm"}`, 200},
		{"an action of full access, without it", member, `{"namespace":"sysadm","name":"box","id":"1","args":{"action":"burn"}}`,
			`{"args":{"code":403,"message":"Forbidden: this needs full access: a user of the group wheel"},"id":"1","name":"error","namespace":"sysadm"}`, 403},
		{"a class of full access, without it", member, `{"namespace":"sysadm","name":"vault","id":"1"}`,
			`{"args":{"code":403,"message":"Forbidden: this needs full access: a user of the group wheel"},"id":"1","name":"error","namespace":"sysadm"}`, 403},
		{"a panic", member, `{"namespace":"sysadm","name":"box","id":"1","args":{"action":"panic"}}`,
			`{"args":{"code":500,"message":"Internal Server Error"},"id":"1","name":"error","namespace":"sysadm"}`, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reply := ask(t, router(edition.Documented), tt.caller, tt.message)
			require.Equal(t, tt.code, reply.Code)
			require.Equal(t, tt.reply, text(t, reply))
		})
	}
}

func TestRouterAsTheOriginal(t *testing.T) {
	tests := map[string]string{
		`{"namespace":"sysadm","name":"box","id":"1","args":{}}`:                `{"args":{"code":"400","message":"Bad Request"},"id":"1","name":"error","namespace":"error"}`,
		`{"namespace":"sysadm","name":"box","id":7,"args":{}}`:                  `{"args":{"code":"400","message":"Bad Request"},"id":"","name":"error","namespace":"error"}`,
		`{"namespace":"sysadm","name":"Box","id":7,"args":{"action":"open"}}`:   `{"args":{"lid":"up"},"id":"","name":"Box","namespace":"sysadm"}`,
		`{"namespace":"sysadm","name":"box","id":"7","args":{"action":"open"}}`: `{"args":{"lid":"up"},"id":"7","name":"response","namespace":"sysadm"}`,
	}
	for message, want := range tests {
		reply := ask(t, router(edition.Reference), auth.Identity{User: "otto"}, message)
		require.Equal(t, want, text(t, reply))
	}
}

func TestNoReply(t *testing.T) {
	require.Nil(t, ask(t, router(edition.Documented), auth.Identity{}, `{"namespace":"rpc","name":"silent"}`))
}

func TestAvailable(t *testing.T) {
	r := router(edition.Documented)
	require.Equal(t, map[string]string{"rpc/hello": "read", "sysadm/box": "read/write"},
		r.Available(auth.Identity{User: "root", FullAccess: true}))
	require.Equal(t, map[string]string{"rpc/hello": "read", "sysadm/box": "read"},
		r.Available(auth.Identity{User: "otto"}))
}

func TestLoginErrors(t *testing.T) {
	for err, want := range map[error]string{
		auth.ErrRefused:          "Unauthorized",
		auth.ErrBlocked:          "Forbidden: too many failed logins from this address",
		context.DeadlineExceeded: "Service Unavailable: the login took too long",
		errors.New("disk"):       "Internal Server Error: the login cannot be checked: the server's log says why",
	} {
		require.EqualError(t, rpc.LoginError(err, edition.Documented), want)
	}
	require.Equal(t, 401, rpc.LoginError(auth.ErrBlocked, edition.Reference).Code)
}

func ask(t *testing.T, r *rpc.Router, from auth.Identity, message string) *rpc.Reply {
	m, err := rpc.Bounds{}.ParseMessage([]byte(message))
	require.Nil(t, err)
	return r.Admit(t.Context(), &rpc.Caller{Identity: from}, m).Answer(t.Context())
}

func text(t *testing.T, reply *rpc.Reply) string {
	text, err := wire.Marshal(reply.Message)
	require.NoError(t, err)
	return string(text)
}

// After a stop, every message is refused; so is every message from an address
// that sends too many.
func TestRouterThatRefuses(t *testing.T) {
	r := router(edition.Documented)
	hurried := false
	r.Bounds.Hurries = func(netip.Addr) bool { return hurried }
	member := auth.Identity{User: "otto"}
	hello := `{"namespace":"rpc","name":"hello","id":"1"}`
	require.Equal(t, 200, ask(t, r, auth.Identity{}, hello).Code)
	hurried = true
	require.Equal(t, 429, ask(t, r, auth.Identity{}, hello).Code)
	require.Equal(t, 429, r.Refuse(&rpc.Caller{}, wire.Message{}, rpc.Unauthorized()).Answer(t.Context()).Code)
	require.Equal(t, 200, ask(t, r, member, hello).Code, "whoever logged in does not hurry")
	r.Stop()
	require.Equal(t, 503, ask(t, r, member, hello).Code)
	require.Equal(t, 503, r.Refuse(&rpc.Caller{Identity: member}, wire.Message{}, rpc.Unauthorized()).Answer(t.Context()).Code)
}
