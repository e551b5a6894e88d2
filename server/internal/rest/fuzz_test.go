package rest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// For any method, path, header and body, the reply is one of the contract's, in
// JSON, and never reports a defect.
func FuzzRequest(f *testing.F) {
	f.Add("PUT", "/rpc/echo", "Basic YW5uYTpyaWdodA==", `{"args":{"a":[1,null,"\ud800"]}}`)
	f.Add("GET", "/rpc/echo/", "Bearer x", ``)
	f.Add("DELETE", "/", "basic !", `{"args":`)
	f.Add("POST", "//rpc//echo", "Digest x", "\xff")
	f.Add("put", "/%2e%2e/x", "", `[]`)
	echo := func(_ context.Context, r *rpc.Request) (any, error) { return r.Args, nil }
	h := handler(edition.Documented)
	h.Router.Classes = []rpc.Class{{Namespace: "rpc", Name: "echo", Access: rpc.Anybody, Run: echo}}
	f.Fuzz(func(t *testing.T, method, path, authorization, body string) {
		r, err := http.NewRequest(method, "/", strings.NewReader(body))
		if err != nil {
			t.Skip("no request that net/http takes")
		}
		r.URL.Path, r.RemoteAddr = path, "127.0.0.1:9"
		r.Header.Set("Authorization", authorization)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Contains(t, []int{200, 400, 401, 404, 405, 413}, w.Code)
		var reply struct{ Args json.RawMessage }
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &reply), w.Body.String())
		require.NotNil(t, reply.Args)
	})
}
