package reference

import (
	"cmp"
	"net/http"
	"time"
)

// HandshakeHeaders are the headers that the original added to the reply to a
// WebSocket handshake, besides those of RFC 6455. Browsers ignore them there.
func HandshakeHeaders(origin string) http.Header {
	return http.Header{
		"Server":                           {"sysadm-server"},
		"Access-Control-Allow-Credentials": {"false"},
		"Access-Control-Allow-Methods":     {"GET"},
		"Access-Control-Allow-Headers":     {"content-type"},
		"Access-Control-Allow-Origin":      {cmp.Or(origin, "*")},
		"Date":                             {time.Now().UTC().Format(http.TimeFormat)},
	}
}
