package schemas_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/schemas/wire"
)

// A message that Go marshals is a message of the contract, so that the type
// and the schemas cannot drift apart.
func TestWireMessages(t *testing.T) {
	message := func(namespace, name, args string) wire.Message {
		return wire.Message{Args: json.RawMessage(args), ID: json.RawMessage(`"a"`), Name: name, Namespace: namespace}
	}
	for _, e := range edition.Editions {
		for schema, m := range map[string]wire.Message{
			"listjails.request.websocket": message("sysadm", "iocage", `{"action":"listjails"}`),
			"listjails.reply.websocket":   message("sysadm", wire.Response, `{"listjails":{"error":"no pool is active"}}`),
			"auth.request.websocket":      message("rpc", "auth", `{"username":"root","password":""}`),
			"auth.reply.websocket":        message("rpc", wire.Response, `["token",300]`),
			"error.reply.websocket":       message("sysadm", wire.Error, `{"code":400,"message":"Bad Request"}`),
		} {
			require.NoError(t, schemas.Validate(e, schema, schemas.Strict, encoded(t, m)), schema)
		}
	}
}
