package server

import (
	"net/http"
	"net/url"
	"strings"
)

// refuseForeignPages keeps web pages of other hosts out: a browser would send
// them the user's remembered password. Programs send no Origin, or one that is
// no page's, such as the official client's "sysadm-client".
func refuseForeignPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isForeignPage(r.Header.Get("Origin"), r.Host) {
			http.Error(w, "web pages of other hosts may not use this server", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isForeignPage tells whether an Origin is that of a web page which host did
// not serve. "null" is what a browser sends for a page whose origin it hides.
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
