package server

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// refuseForeignPages refuses the WebSockets of web pages of other hosts: a browser
// would open them from wherever its user can. Programs send no Origin, or one that
// is not a page, such as the official client's "sysadm-client".
func refuseForeignPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := checkOrigin(r.Header.Get("Origin"), r.Host); err != nil {
			http.Error(w, err.Cause, err.Code)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// checkOrigin refuses an Origin that is the web page of another host. It is the
// rule for both transports.
func checkOrigin(origin, host string) *rpc.Error {
	if isForeignPage(origin, host) {
		return rpc.Errorf(403, "web pages of other hosts may not use this server")
	}
	return nil
}

// isForeignPage reports whether an Origin is a web page that host did not
// serve. Browsers send "null" for a page whose origin they hide.
func isForeignPage(origin, host string) bool {
	if origin == "null" {
		return true
	}
	page, err := url.Parse(origin)
	if err != nil || page.Scheme != "http" && page.Scheme != "https" {
		return false
	}
	own := (&url.URL{Host: host}).Hostname()
	return !strings.EqualFold(page.Hostname(), own)
}
