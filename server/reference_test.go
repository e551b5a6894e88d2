package server_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

func TestReferenceErrors(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference})
	c := tg.dial("")
	c.send(listJails)
	require.Equal(t, `{"args":{"code":"401","message":"Unauthorized"},"id":"list","name":"error","namespace":"error"}`, c.next())

	got := tg.send("PUT", "/sysadm/iocage", "admin:secret", `{"action":"listjails"}`)
	require.Equal(t, "text/json; charset=utf-8", got.Header.Get("Content-Type"))
	got = tg.send("PUT", "/sysadm/nothing", "admin:secret", `{}`)
	require.Equal(t, 404, got.StatusCode)
	require.Equal(t, "{\n    \"args\": {\n    }\n}\n", got.body)
	require.NotContains(t, got.Header, "Content-Type")
	for login, verb := range map[string]string{"admin:wrong": "PUT", "": "PUT", "admin:secret": "DELETE"} {
		got = tg.send(verb, "/sysadm/iocage", login, "{}")
		require.Empty(t, got.body)
		require.NotContains(t, got.Header, "Content-Type")
		require.NotContains(t, got.Header, "Allow", "the original never sends it with 400")
		require.Equal(t, map[bool]int{true: 400, false: 401}[verb == "DELETE"], got.StatusCode)
	}
}

// What iocage says no with stands where its answer would.
func TestReferenceRefusals(t *testing.T) {
	tg := start(t, server.Options{Runner: host, Compat: edition.Reference})
	c := tg.dial("admin")
	require.Equal(t, map[string]any{"startjail": map[string]any{"nosuch": map[string]any{"ERROR": " nosuch not found!"}}},
		c.call(`{"action":"startjail","jail":"nosuch"}`))
	require.Equal(t, map[string]any{"getjailsettings": map[string]any{"nosuch": map[string]any{"ERROR": " jail nosuch not found!"}}},
		c.call(`{"action":"getjailsettings","jail":"nosuch"}`))
	require.Equal(t, map[string]any{"startjail": map[string]any{"error": "Missing required keys"}},
		c.call(`{"action":"startjail"}`))
}
