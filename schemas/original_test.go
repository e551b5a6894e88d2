package schemas_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A recording is one exchange with the original server of February 2016.
type recording struct {
	Name, Transport string
	Sent, Received  []struct{ Text string }
}

// recordings are the exchanges in a file of the reference.
func recordings(t *testing.T, file string) (all []recording) {
	text, err := fs.ReadFile(beside(t, "reference/server-transcripts"), file)
	require.NoError(t, err)
	for line := range bytes.Lines(text) {
		var r recording
		require.NoError(t, json.Unmarshal(line, &r))
		all = append(all, r)
	}
	return all
}

// What the original server answered is right in the lenient form. Its iocage
// was a stand-in: the jails p-... and the pools of the same kind made it print
// what no iocage prints, to try the server's parser.
func TestOriginalServerIsLenientlyRight(t *testing.T) {
	e, err := edition.Find("2016-02-05")
	require.NoError(t, err)
	judged := map[string]int{}
	for _, r := range recordings(t, "2016-02-05.jsonl") {
		if strings.Contains(r.Name, "-p-") {
			continue
		}
		for _, received := range r.Received {
			name, reply := reply(e, received.Text)
			if name == "" || strings.Contains(string(reply), `"p-`) {
				continue
			}
			judged[name]++
			require.NoError(t, schemas.Validate(e, name, schemas.Lenient, reply), "%s: %s", r.Name, reply)
		}
	}
	for _, name := range schemas.Names(e) {
		action, _, _ := strings.Cut(name, ".")
		unknown := slices.Contains(unknownToOriginal, action)
		if strings.Contains(name, ".reply.") && !unknown {
			require.NotZero(t, judged[name], "no recorded %s", name)
		}
	}
}

// What the last server, of 2019, answered in the common classes is right in the
// lenient form, too. The recordings are told apart by their names.
func TestLastServerIsLenientlyRight(t *testing.T) {
	schemaOf := map[string]string{
		"B-ws-identify-noauth": "identify", "B-ws-logs-all": "read_logs", "B-ws-disp-run-fail": "dispatcher-run",
		"B-ws-disp-list": "dispatcher-list", "B-ws-disp-list-empty": "dispatcher-list", "B-ws-disp-kill": "dispatcher-kill",
		"B-ws-disp-kill-array": "dispatcher-kill", "B-ws-ev-subscribe-string": "subscribe", "B-ws-ev-unsubscribe": "unsubscribe",
		"B-ws-settings-list-empty": "list_ssl_certificates", "B-ws-settings-register": "register_ssl_certificate",
		"B-ws-settings-revoke": "revoke_ssl_certificate", "B-ws-auth_ssl-stage1": "auth_ssl", "B-ws-auth_ssl-stage2": "auth_ssl",
		"B-ws-auth_ssl-stage1-md5-direct": "auth_ssl",
	}
	judged, events := map[string]bool{}, 0
	for _, r := range recordings(t, "2019-05-23.jsonl") {
		for _, received := range r.Received {
			var m struct{ Name, Namespace string }
			_ = json.Unmarshal([]byte(received.Text), &m) // REST and closing frames are no messages
			name := schemaOf[r.Name] + ".reply.websocket"
			switch {
			case m.Namespace == "events" && m.Name != "response":
				name = m.Name + ".event.websocket"
				events++
			case m.Name == "response" && schemaOf[r.Name] != "":
				judged[r.Name] = true
			default:
				continue
			}
			require.NoError(t, schemas.Validate(edition.Default, name, schemas.Lenient, []byte(received.Text)), r.Name)
		}
	}
	require.Len(t, judged, len(schemaOf))
	require.NotZero(t, events)
}

// What the last server answered for class iocage is right in the lenient form of
// the last edition: of two jails that are down it told one, under "-", and its
// releases end with an empty text.
func TestLastServersIocageIsLenientlyRight(t *testing.T) {
	e, err := edition.Find("2017-06-05")
	require.NoError(t, err)
	judged := map[string]bool{}
	for _, r := range recordings(t, "2019-05-23.jsonl") {
		for _, received := range r.Received {
			name, reply := reply(e, received.Text)
			if strings.HasPrefix(r.Name, "B-ws-iocage-") {
				judged[strings.TrimSuffix(name, ".reply.websocket")] = true
				require.NoError(t, schemas.Validate(e, name, schemas.Lenient, reply), "%s: %s", r.Name, reply)
			}
		}
	}
	for _, action := range []string{
		"activatepool", "activatestatus", "cleanreleases", "cleantemplates", "createplugin", "deactivatepool",
		"error", "listjails", "listreleases",
	} {
		require.True(t, judged[action], "no recorded %s", action)
	}
}

// unknownToOriginal is what came later, and auth_token, which never succeeded.
var unknownToOriginal = []string{
	"auth_token", "auth_ssl", "identify", "dispatcher-list", "dispatcher-kill", "read_logs",
	"list_ssl_certificates", "list_ssl_checksums", "register_ssl_certificate", "revoke_ssl_certificate",
}

// reply returns the JSON of what was received, a message or the body of a REST
// reply, and the name of its schema: none for other classes.
func reply(e edition.Edition, received string) (name string, text []byte) {
	if !strings.HasPrefix(received, "HTTP/") {
		return schemaOf(e, []byte(received), ".reply.websocket"), []byte(received)
	}
	response, err := http.ReadResponse(bufio.NewReader(strings.NewReader(received)), nil)
	if err != nil {
		return "", nil
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || len(body) == 0 {
		return "", nil
	}
	if response.StatusCode != http.StatusOK {
		return "error.reply.rest", body
	}
	return schemaOf(e, body, ".reply.rest"), body
}

func schemaOf(e edition.Edition, reply []byte, suffix string) string {
	var m struct {
		Args            any
		Namespace, Name string
	}
	if json.Unmarshal(reply, &m) != nil {
		return ""
	}
	if m.Namespace == "events" && m.Name != "response" && m.Name != "subscribe" {
		return m.Name + ".event.websocket"
	}
	if m.Name == "" { // the original server speaks REST on its WebSocket, too
		suffix = ".reply.rest"
	}
	switch args := m.Args.(type) {
	case []any:
		return "auth" + suffix
	case map[string]any:
		for action := range args {
			switch {
			case m.Name == "error":
				return "error" + suffix
			case e.Offers(action):
				return action + suffix
			case action == "rpc/dispatcher":
				return "query" + suffix
			case action == "started":
				return "dispatcher-run" + suffix
			case (action == "subscribe" || action == "unsubscribe") && suffix == ".reply.websocket":
				return action + suffix
			}
		}
	}
	return ""
}
