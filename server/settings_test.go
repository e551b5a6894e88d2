package server_test

import (
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A pair is a client's RSA key and the name of its public half on the wire.
type pair struct {
	*rsa.PrivateKey
	pem, base64 string
}

func newPair(t *testing.T) pair {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	require.NoError(t, err)
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return pair{key, string(text), base64.StdEncoding.EncodeToString(text)}
}

// encrypt returns a client's answer to a test string.
func (p pair) encrypt(t *testing.T, text string) string {
	signature, err := rsa.SignPKCS1v15(nil, p.PrivateKey, 0, []byte(text))
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(signature)
}

// settings sends a request of the class settings and returns the reply's args.
func (c *conn) settings(namespace, args string) any {
	return c.ask(`{"namespace":"` + namespace + `","name":"settings","id":"s","args":` + args + `}`)["args"]
}

func (c *conn) auth(name, args string) map[string]any {
	return c.ask(`{"namespace":"rpc","name":"` + name + `","id":"a","args":` + args + `}`)
}

func code(t *testing.T, args any) any {
	object, ok := args.(map[string]any)
	require.True(t, ok, "%v", args)
	return object["code"]
}

func TestSSLKeyLogin(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	key := newPair(t)
	admin := tg.dial("admin")
	require.Equal(t, map[string]any{}, admin.settings("rpc", `{"action":"register_ssl_cert","pub_key":"`+key.base64+`","nickname":"n","email":"e"}`))

	c := tg.dial("")
	text := c.auth("auth_ssl", `""`)["args"].(map[string]any)["test_string"].(string)
	require.Len(t, text, 128)
	answer := `{"encrypted_string":"` + key.encrypt(t, text) + `"}`
	require.Equal(t, "error", c.ask(listJails)["name"], "half a login is none")
	tokenOf(t, c.auth("auth_ssl", answer))
	require.Equal(t, "response", c.ask(listJails)["name"])
	require.Equal(t, 401.0, code(t, c.auth("auth_ssl", answer)["args"]), "single use")
	require.Equal(t, "error", c.ask(listJails)["name"], "a failed login ends the one before it")

	for _, args := range []string{`{"encrypted_string":7}`, `{"encrypted_string":"%"}`, `{"encrypted_string":""}`, `{"encrypted_string":"AAAA"}`} {
		require.Equal(t, 401.0, code(t, c.auth("auth_ssl", args)["args"]), args)
	}
	require.Equal(t, 400.0, code(t, c.auth("auth_ssl", `{"action":"auth_ssl","md5_key":"x"}`)["args"]), "bridges are not served")

	// over REST, where the two requests may use two connections
	body := tg.send("PUT", "/rpc/auth_ssl", "", `{"args":""}`).json(t)
	text = body["args"].(map[string]any)["test_string"].(string)
	token := tokenOf(t, tg.send("PUT", "/rpc/auth_ssl", "", `{"encrypted_string":"`+key.encrypt(t, text)+`"}`).json(t))
	require.Equal(t, 200, tg.send("PUT", "/sysadm/iocage", "Bearer "+token, `{"action":"listjails"}`).StatusCode)

	require.Equal(t, map[string]any{}, admin.settings("sysadm", `{"action":"revoke_ssl_certificate","pub_key":"`+key.base64+`"}`))
	text = c.auth("auth_ssl", `""`)["args"].(map[string]any)["test_string"].(string)
	require.Equal(t, 401.0, code(t, c.auth("auth_ssl", `{"encrypted_string":"`+key.encrypt(t, text)+`"}`)["args"]), "a revoked key")
}

// Users see and change their own keys; full access covers all keys. Either
// namespace and either name of an action works.
func TestSettings(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	admin, otto := tg.dial("admin"), tg.dial("otto")
	admins, ottos := newPair(t), newPair(t)
	require.Equal(t, map[string]any{}, otto.settings("rpc", `{"action":"list_ssl_certs"}`))
	require.Equal(t, map[string]any{"md5_keys": []any{}}, otto.settings("rpc", `{"action":"list_ssl_checksums"}`))

	register := func(c *conn, namespace, action string, key pair) {
		require.Equal(t, map[string]any{}, c.settings(namespace,
			`{"action":"`+action+`","pub_key":"`+key.base64+`","nickname":"laptop","email":"x@example.org"}`))
	}
	register(admin, "sysadm", "register_ssl_certificate", admins)
	register(otto, "rpc", "register_ssl_cert", ottos)
	for _, namespace := range []string{"rpc", "sysadm"} {
		for _, action := range []string{"list_ssl_certs", "list_ssl_certificates"} {
			own := otto.settings(namespace, `{"action":"`+action+`"}`).(map[string]any)
			require.Equal(t, []string{"otto"}, slices.Collect(maps.Keys(own)))
			details := own["otto"].(map[string]any)[ottos.base64]
			require.Regexp(t, `^Nickname: laptop\nEmail: x@example\.org\nDate Registered: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`, details)
			all := admin.settings(namespace, `{"action":"`+action+`"}`).(map[string]any)
			require.ElementsMatch(t, []string{"admin", "otto"}, slices.Collect(maps.Keys(all)))
		}
		sum := md5.Sum([]byte(ottos.pem))
		require.Equal(t, map[string]any{"md5_keys": []any{base64.StdEncoding.EncodeToString(sum[:])}},
			otto.settings(namespace, `{"action":"list_ssl_checksums"}`))
	}

	revoke := func(c *conn, key pair, user string) any {
		return c.settings("rpc", `{"action":"revoke_ssl_cert","pub_key":"`+key.base64+`"`+user+`}`)
	}
	require.Equal(t, 403.0, code(t, revoke(otto, admins, `,"user":"admin"`)))
	require.Equal(t, 400.0, code(t, revoke(otto, admins, "")), "not otto's")
	require.Equal(t, 400.0, code(t, revoke(admin, ottos, "")), "not admin's, unless said so")
	require.Equal(t, map[string]any{}, revoke(admin, ottos, `,"user":"otto"`))
	require.Equal(t, 400.0, code(t, revoke(otto, ottos, `,"user":"otto"`)), "gone")
	require.Equal(t, 401.0, code(t, tg.dial("").settings("rpc", `{"action":"list_ssl_certs"}`)))
	body := tg.send("PUT", "/rpc/settings", "admin:secret", `{"action":"list_ssl_checksums"}`).json(t)
	require.Len(t, body["args"].(map[string]any)["md5_keys"], 1)
}

func TestSettingsRefuse(t *testing.T) {
	c := start(t, server.Options{Runner: host}).dial("admin")
	good := newPair(t).base64
	for args, says := range map[string]string{
		`{}`:                             "must name an action",
		`{"action":"list_ssl"}`:          `no action "list_ssl"`,
		`{"action":"register_ssl_cert"}`: `"pub_key" is missing`,
		`{"action":"revoke_ssl_cert"}`:   `"pub_key" is missing`,
		`{"action":"register_ssl_cert","pub_key":7}`:                                                         `"pub_key" must be a string`,
		`{"action":"register_ssl_cert","pub_key":"%"}`:                                                       "must be the base64 text of a PEM file",
		`{"action":"register_ssl_cert","pub_key":"AAAA"}`:                                                    "no PEM text",
		`{"action":"register_ssl_cert","pub_key":"` + good + `","nickname":7}`:                               `"nickname" must be a string`,
		`{"action":"register_ssl_cert","pub_key":"` + good + `","nickname":"a\nb"}`:                          "without control characters",
		`{"action":"register_ssl_cert","pub_key":"` + good + `","email":"` + strings.Repeat("x", 256) + `"}`: "at most 255 bytes",
		`{"action":"revoke_ssl_cert","pub_key":"` + good + `","user":[]}`:                                    `"user" must be a string`,
	} {
		reply := c.settings("rpc", args)
		require.Equal(t, 400.0, code(t, reply), args)
		require.Contains(t, fmt.Sprint(reply), says)
	}
	require.Equal(t, map[string]any{}, c.settings("rpc", `{"action":"list_ssl_certs"}`))
}

// Keys and blocks are kept in the state folder for the next server.
func TestKeysOutliveTheServer(t *testing.T) {
	state := t.TempDir()
	key := newPair(t)
	first := start(t, server.Options{Runner: host, StateDir: state})
	require.Equal(t, map[string]any{}, first.dial("otto").settings("rpc", `{"action":"register_ssl_cert","pub_key":"`+key.base64+`"}`))
	require.NoError(t, first.stop())

	c := start(t, server.Options{Runner: host, StateDir: state}).dial("")
	text := c.auth("auth_ssl", `""`)["args"].(map[string]any)["test_string"].(string)
	tokenOf(t, c.auth("auth_ssl", `{"encrypted_string":"`+key.encrypt(t, text)+`"}`))
}

// The audit log identifies a key by the checksum that ssl-keys shows.
func TestKeysInTheAuditLog(t *testing.T) {
	log := filepath.Join(t.TempDir(), "audit")
	c := start(t, server.Options{Runner: host, AuditLog: log}).dial("otto")
	key := newPair(t)
	sum := md5.Sum([]byte(key.pem))
	for _, action := range []string{"register_ssl_cert", "revoke_ssl_cert"} {
		require.Equal(t, map[string]any{}, c.settings("rpc", `{"action":"`+action+`","pub_key":"`+key.base64+`"}`))
		text, err := os.ReadFile(log)
		require.NoError(t, err)
		require.Regexp(t, `"action":"`+action+`","args":{"checksum":"`+regexp.QuoteMeta(base64.StdEncoding.EncodeToString(sum[:]))+`"},"code":200`, string(text))
		require.NotContains(t, string(text), key.base64)
	}
}
