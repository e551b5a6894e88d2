package admin_test

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/admin"
	"github.com/sysadm-go/sysadm/server/internal/metrics"
)

func get(o admin.Options, verb, host, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(verb, path, nil)
	r.Host = host
	w := httptest.NewRecorder()
	admin.Handler(o).ServeHTTP(w, r)
	return w
}

func options() admin.Options {
	m := &metrics.Registry{}
	m.Counter("things_total", "Things.").Add()
	return admin.Options{Metrics: m, Ready: func() []admin.Check { return []admin.Check{{Name: "iocage"}, {Name: "certificate"}} }}
}

func TestHealth(t *testing.T) {
	w := get(options(), "GET", "127.0.0.1:1", "/healthz")
	require.Equal(t, 200, w.Code)
	require.Equal(t, "ok\n", w.Body.String())
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
}

func TestReady(t *testing.T) {
	o := options()
	w := get(o, "GET", "localhost:1", "/readyz")
	require.Equal(t, 200, w.Code)
	require.Equal(t, "iocage: ok\ncertificate: ok\n", w.Body.String())

	o.Ready = func() []admin.Check {
		return []admin.Check{{Name: "iocage", Err: errors.New("not there")}, {Name: "certificate"}}
	}
	w = get(o, "GET", "localhost:1", "/readyz")
	require.Equal(t, 503, w.Code)
	require.Equal(t, "iocage: not there\ncertificate: ok\n", w.Body.String())
}

func TestMetrics(t *testing.T) {
	w := get(options(), "GET", "[::1]:1", "/metrics")
	require.Equal(t, 200, w.Code)
	require.Equal(t, "text/plain; version=0.0.4; charset=utf-8", w.Header().Get("Content-Type"))
	require.Contains(t, w.Body.String(), "\nthings_total 1\n")
}

func TestWhoMayAsk(t *testing.T) {
	for host, code := range map[string]int{
		"127.0.0.1": 200, "127.0.0.1:80": 200, "[::1]": 200, "[::1]:80": 200, "192.0.2.1:80": 200, "LocalHost:1": 200, "": 200,
		"evil.example": 403, "evil.example:80": 403, "127.0.0.1.evil.example": 403, "localhost.evil": 403,
	} {
		require.Equal(t, code, get(options(), "GET", host, "/healthz").Code, host)
	}
	o := options()
	o.Anywhere = true
	require.Equal(t, 200, get(o, "GET", "host.example", "/healthz").Code)
	require.Equal(t, 405, get(options(), "POST", "127.0.0.1", "/healthz").Code)
	require.Equal(t, 404, get(options(), "GET", "127.0.0.1", "/").Code)
}

func TestProfile(t *testing.T) {
	o := options()
	require.Equal(t, 404, get(o, "GET", "127.0.0.1", "/debug/pprof/").Code)
	o.Profile = true
	require.Equal(t, 200, get(o, "GET", "127.0.0.1", "/debug/pprof/").Code)
}

func TestListen(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0", "localhost:0"} {
		l, err := admin.Listen(address, false)
		if err != nil && address == "[::1]:0" {
			continue // a host without IPv6
		}
		require.NoError(t, err)
		require.NoError(t, l.Close())
	}
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0"} {
		_, err := admin.Listen(address, false)
		require.ErrorContains(t, err, "choose a loopback address, or add --admin-anywhere", address)
	}
	l, err := admin.Listen("0.0.0.0:0", true)
	require.NoError(t, err)
	require.NoError(t, l.Close())
	_, err = admin.Listen("nowhere", false)
	require.ErrorContains(t, err, "cannot use --admin-addr: ")
}
