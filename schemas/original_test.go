package schemas_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
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

// What the original server answered is right in the lenient form. Its iocage
// was a stand-in: the jails p-... and the pools of the same kind made it print
// what no iocage prints, to try the server's parser.
func TestOriginalServerIsLenientlyRight(t *testing.T) {
	text, err := fs.ReadFile(beside(t, "reference/server-transcripts"), "2016-02-05.jsonl")
	require.NoError(t, err)
	judged := map[string]int{}
	for line := range bytes.Lines(text) {
		var r recording
		require.NoError(t, json.Unmarshal(line, &r))
		if strings.Contains(r.Name, "-p-") {
			continue
		}
		for _, reply := range r.replies(t) {
			name := schemaOf(reply, r.Transport)
			if name == "" || strings.Contains(string(reply), `"p-`) {
				continue
			}
			judged[name]++
			require.NoError(t, schemas.Validate(edition.Default, name, schemas.Lenient, reply), "%s: %s", r.Name, reply)
		}
	}
	for _, name := range schemas.Names(edition.Default) {
		if strings.Contains(name, "reply.websocket") && !strings.HasPrefix(name, "auth_token") && !strings.HasPrefix(name, "identify") {
			require.NotZero(t, judged[name], "no recorded %s", name)
		}
	}
	t.Log(judged)
}

// replies are the JSON texts of a recording: messages, or bodies of REST.
func (r recording) replies(t *testing.T) (found []json.RawMessage) {
	t.Helper()
	for _, received := range r.Received {
		text := received.Text
		if strings.HasPrefix(text, "HTTP/") {
			response, err := http.ReadResponse(bufio.NewReader(strings.NewReader(text)), nil)
			if err != nil {
				continue
			}
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode != http.StatusOK || !json.Valid(body) {
				continue
			}
			text = string(body)
		}
		if json.Valid([]byte(text)) {
			found = append(found, json.RawMessage(text))
		}
	}
	return found
}

// schemaOf names the schema of a reply; events and other classes have none.
func schemaOf(reply []byte, transport string) string {
	var m struct {
		Args            any
		Namespace, Name string
	}
	if json.Unmarshal(reply, &m) != nil || m.Namespace == "events" {
		return ""
	}
	over := ".reply.websocket"
	if m.Name == "" {
		over = ".reply.rest"
	}
	switch args := m.Args.(type) {
	case []any:
		return "auth" + over
	case map[string]any:
		for action := range args {
			switch {
			case m.Name == "error":
				return "error" + over
			case edition.Default.Offers(action):
				return action + over
			case action == "rpc/dispatcher":
				return "query" + over
			}
		}
	}
	return ""
}
