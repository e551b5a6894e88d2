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
	e, err := edition.Find("2016-02-05")
	require.NoError(t, err)
	judged := map[string]int{}
	for line := range bytes.Lines(text) {
		var r recording
		require.NoError(t, json.Unmarshal(line, &r))
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
		unknown := strings.HasPrefix(name, "auth_token") || strings.HasPrefix(name, "identify") // to that server
		if strings.Contains(name, ".reply.") && !unknown {
			require.NotZero(t, judged[name], "no recorded %s", name)
		}
	}
}

// reply returns the JSON of what was received, a message or the body of a REST
// reply, and the name of its schema: none for events and other classes.
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
	if json.Unmarshal(reply, &m) != nil || m.Namespace == "events" {
		return ""
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
			}
		}
	}
	return ""
}
