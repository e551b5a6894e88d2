package server_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

const listJails = `{"namespace":"sysadm","name":"iocage","id":"list","args":{"action":"listjails"}}`

// tokenOf returns the token in the reply to a login.
func tokenOf(t *testing.T, reply map[string]any) string {
	args, ok := reply["args"].([]any)
	require.True(t, ok, "%v", reply)
	require.Equal(t, 300.0, args[1], "the documented life")
	return args[0].(string)
}

func TestLogin(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("")
	unauthorized := map[string]any{
		"args": map[string]any{"code": 401.0, "message": "Unauthorized"},
		"id":   "list", "name": "error", "namespace": "sysadm",
	}
	require.Equal(t, unauthorized, c.ask(listJails))
	for _, args := range []string{
		`{"username":"admin","password":"wrong"}`, `{"username":"nobody","password":"secret"}`,
		`{"username":"admin"}`, `{"username":7,"password":"secret"}`, `{}`, `"admin"`, `null`,
	} {
		reply := c.ask(`{"namespace":"rpc","name":"auth","id":"list","args":` + args + `}`)
		require.Equal(t, unauthorized["args"], reply["args"], args)
	}
	token := tokenOf(t, c.ask(`{"namespace":"rpc","name":"auth","id":"a","args":{"username":"admin","password":"secret"}}`))
	require.Equal(t, "response", c.ask(listJails)["name"])

	other := tg.dial("")
	require.Equal(t, token, tokenOf(t, other.ask(`{"namespace":"rpc","name":"auth_token","id":"t","args":{"token":"`+token+`"}}`)))
	require.Equal(t, "response", other.ask(listJails)["name"], "a token is the server's, not the connection's")

	other.ask(`{"namespace":"rpc","name":"auth_token","id":"t","args":{"token":"` + token[1:] + `"}}`)
	require.Equal(t, "error", other.ask(listJails)["name"], "a failed login ends the one before it")
	require.Equal(t, "response", c.ask(listJails)["name"], "on its own connection only")

	c.send(`{"namespace":"rpc","name":"auth_clear","id":"c","args":"junk argument"}`)
	require.Equal(t, unauthorized, c.ask(listJails), "auth_clear has no reply, and ends the login")
	other.ask(`{"namespace":"rpc","name":"auth_token","id":"t","args":{"token":"` + token + `"}}`)
	require.Equal(t, "error", other.ask(listJails)["name"], "everywhere")
}

// Official clients send rpc/identify before they log in, and requests right
// after the login.
func TestPipelinedLogin(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	c := tg.dial("")
	c.send(`{"args":"","id":"sysadm_client_identify","name":"identify","namespace":"rpc"}`)
	c.send(`{"namespace":"rpc","name":"auth","id":"a","args":{"username":"otto","password":"secret"}}`)
	c.send(listJails)
	c.send(`{"namespace":"rpc","name":"auth","id":"b","args":{"username":"otto","password":"wrong"}}`)
	c.send(`{"namespace":"rpc","name":"query","id":"late","args":{}}`)

	identity := c.receive()
	require.Equal(t, "sysadm_client_identify", identity["id"])
	require.Equal(t, "server", identity["args"].(map[string]any)["type"])
	require.NotEmpty(t, identity["args"].(map[string]any)["hostname"])
	require.Equal(t, "a", c.receive()["id"])
	replies := map[any]any{}
	for range 3 {
		reply := c.receive()
		replies[reply["id"]] = reply["name"]
	}
	require.Equal(t, map[any]any{"list": "response", "b": "error", "late": "error"}, replies,
		"each is judged by the login it was sent under")
}

func TestTokenOverREST(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	got := tg.send("PUT", "/rpc/auth", "", `{"username":"otto","password":"secret"}`)
	token := tokenOf(t, got.json(t))
	list := func(login string) int {
		return tg.send("PUT", "/sysadm/iocage", login, `{"action":"listjails"}`).StatusCode
	}
	require.Equal(t, 200, list("Bearer "+token))
	require.Equal(t, 200, list("bearer "+token))
	require.Equal(t, token, tokenOf(t, tg.send("PUT", "/rpc/auth_token", "", `{"token":"`+token+`"}`).json(t)))
	require.Equal(t, 204, tg.send("PUT", "/rpc/auth_clear", "Bearer "+token, "").StatusCode)
	require.Equal(t, 401, list("Bearer "+token))
	require.Equal(t, 401, list("Bearer "))
	require.Equal(t, 401, list("Digest x"))
	require.Equal(t, 401, list("otto:wrong"))
	require.Equal(t, 401, list(""))
}

func TestTokenExpires(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Limits: server.Limits{TokenLife: time.Nanosecond}})
	require.Equal(t, "error", tg.dial("admin").ask(listJails)["name"])
}

func TestUsersFileOfAServer(t *testing.T) {
	_, err := server.New(server.Options{StateDir: t.TempDir(), Users: t.TempDir() + "/users"})
	require.ErrorContains(t, err, "cannot read the users file")
	require.ErrorContains(t, err, "sysadm-server adduser --users")
}

// A token that is bound, or was ended with its connection, is not valid
// elsewhere.
func TestTokensOfAConnection(t *testing.T) {
	tg := start(t, server.Options{Runner: host, EndTokensAtClose: true})
	c := tg.dial("")
	login := `{"namespace":"rpc","name":"auth","id":"a","args":{"username":"admin","password":"secret"}}`
	token := tokenOf(t, c.ask(login))
	adopt := `{"namespace":"rpc","name":"auth_token","id":"t","args":{"token":"` + token + `"}}`
	require.Equal(t, token, tokenOf(t, c.ask(adopt)), "its own token is not left")
	second := tokenOf(t, c.ask(login))
	require.Equal(t, 401, tg.send("PUT", "/rpc/query", "Bearer "+token, "").StatusCode, "a token that nobody has any more")
	require.Equal(t, 200, tg.send("PUT", "/rpc/query", "Bearer "+second, "").StatusCode)
	require.NoError(t, c.Close())
	require.Eventually(t, func() bool {
		return tg.send("PUT", "/rpc/query", "Bearer "+second, "").StatusCode == 401
	}, time.Minute, time.Millisecond)
}
