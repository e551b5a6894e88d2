package schemas_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

func TestParameters(t *testing.T) {
	older, err := edition.Find("2016-02-05")
	require.NoError(t, err)
	for action, want := range map[string]string{
		"listjails": "", "startjail": "jail", "execjail": "command jail user", "getjailsettings": "jail prop switches",
		"auth": "password username", "no-such-action": "", "subscribe": "", "register_ssl_certificate": "email nickname pub_key",
	} {
		require.Equal(t, want, names(edition.Default, action), action)
	}
	require.Equal(t, "jail", names(older, "getjailsettings"))
	require.Empty(t, names(older, "execjail"))

	younger, err := edition.Find("2017-06-05")
	require.NoError(t, err)
	require.Equal(t, "ip4 ip6 net_device plugin", names(younger, "createplugin"))
	require.Equal(t, "releases", names(younger, "fetchreleases"))
	require.Empty(t, names(younger, "startjail"))

	p := schemas.Parameters(edition.Default, "dispatcher-kill")[0]
	require.Equal(t, []string{"string", "array"}, p.Types)
	require.NotEmpty(t, p.Description)
	require.Equal(t, []string{"string"}, schemas.Parameters(edition.Default, "register_ssl_certificate")[2].Types, "told elsewhere")
}

func names(e edition.Edition, action string) string {
	text := ""
	for _, p := range schemas.Parameters(e, action) {
		if text != "" {
			text += " "
		}
		text += p.Name
	}
	return text
}

func TestParts(t *testing.T) {
	require.Equal(t, []string{"websocket", "rest"}, schemas.Parts(edition.Default, "listjails", "reply"))
	require.Equal(t, []string{"websocket"}, schemas.Parts(edition.Default, "subscribe", "reply"))
	require.Equal(t, []string{"websocket"}, schemas.Parts(edition.Default, "dispatcher", "event"))
	require.Empty(t, schemas.Parts(edition.Default, "auth_clear", "reply"))
	require.Empty(t, schemas.Parts(edition.Default, "no-such-action", "reply"))
	require.Contains(t, schemas.Actions(edition.Default), "system-state")
}
