package conformance_test

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/conformance/internal/selfsigned"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A rightHost starts a right server for each check, or a bent one.
type rightHost struct {
	style style
	bend  func(r *right)
	tls   func(*tls.Config)
	http2 bool

	bendsHost bool // bend changes jails and pools only
	bendsJobs bool // bend changes jobs only

	shared bool   // a host of its own that is never started anew
	only   *right // the one server of a shared host
}

func (h *rightHost) Simulated() bool { return !h.shared }
func (h *rightHost) Close() error    { return nil }

func (h *rightHost) Start(_ context.Context, s conformance.Setting) (conformance.Endpoint, func() error, error) {
	r := h.only
	if r == nil {
		r = newRight(newHost(s.Edition, s.Documented), h.style)
		if h.bend != nil {
			h.bend(r)
		}
	}
	endpoint, _, stop := h.listen(r, s.Outside)
	if !s.Levers || h.shared {
		return endpoint, stop, nil
	}
	endpoint, stop = withLevers(r, endpoint, stop)
	return endpoint, stop, nil
}

// listen opens both ports of a server, whose certificate it returns as DER.
func (h *rightHost) listen(r *right, outside bool) (conformance.Endpoint, []byte, func() error) {
	rest, ws := h.serve(r, outside), h.serve(http.HandlerFunc(r.serveWebSocket), outside)
	certificate := ws.Certificate().Raw
	endpoint := conformance.Endpoint{
		WS: "wss" + strings.TrimPrefix(ws.URL, "https"), REST: rest.URL,
		Fingerprint: fmt.Sprintf("%x", sha256.Sum256(certificate)), User: rightUser, Password: rightPassword,
		Operator: rightOperator, OperatorPassword: rightOperatorPassword,
	}
	return endpoint, certificate, func() error { rest.Close(); ws.Close(); return nil }
}

func (h *rightHost) serve(handler http.Handler, outside bool) *httptest.Server {
	s := httptest.NewUnstartedServer(handler)
	if outside {
		_ = s.Listener.Close()
		s.Listener = outsideListener()
	}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{quickCertificate()}}
	if h.tls != nil {
		h.tls(s.TLS)
	}
	s.EnableHTTP2 = h.http2
	s.StartTLS()
	return s
}

// judge runs the suite and returns what it says.
func judge(t *testing.T, o conformance.Options) conformance.Result {
	t.Helper()
	result, err := conformance.Run(t.Context(), o)
	require.NoError(t, err)
	return result
}

// ids returns the checks of a status.
func ids(r conformance.Result, s conformance.Status) []string {
	var list []string
	for _, o := range r.Checks {
		if o.Status == s {
			list = append(list, fmt.Sprintf("%s %s: %s %+v", o.Check.Level, o.Check.ID, o.Sentence(), o.Trace))
		}
	}
	return list
}

// The tests' own server passes in the style of the original; how it stands in that
// of the documents the mutants show, each of which begins as that.
func TestReferenceStylePasses(t *testing.T) {
	t.Parallel()
	editions := edition.Editions
	if race.Detector {
		editions = []edition.Edition{edition.Default} // what the others have, it has, too
	}
	result := judge(t, conformance.Options{
		Host: &rightHost{style: referenceStyle}, Editions: editions, Compat: edition.Reference,
	})
	require.Empty(t, ids(result, conformance.Fail))
	require.Empty(t, ids(result, conformance.Error))
	require.Equal(t, conformance.Passes, result.Verdict())
	require.Greater(t, result.Count(conformance.Pass), 280)
}

// On the host of a server like the original nobody can tell whether it looks at
// passwords.
func TestPasswordsOfTheOriginal(t *testing.T) {
	t.Parallel()
	trusting := referenceStyle
	trusting.trusting = true
	o := conformance.Options{Host: sharedOriginal(trusting), Compat: edition.Reference, Run: []string{"auth.*"}}
	result := judge(t, o)
	require.False(t, result.Failed(), ids(result, conformance.Fail))
	require.Contains(t, fmt.Sprint(ids(result, conformance.Skip)), "the original server asked no password of its own host")
	o.Compat = edition.Documented
	require.Contains(t, fmt.Sprint(ids(judge(t, o), conformance.Fail)), "auth.password.wrong.rest")
}

// A server in the style of the original must pass every MUST even when it is
// judged by the documents: that is what MUST means.
func TestReferenceStylePassesEveryMust(t *testing.T) {
	if race.Detector {
		t.Skip("the detector has watched this server under its own compat: make test runs it under the other without")
	}
	t.Parallel()
	heard := referenceStyle
	heard.lossy = false // who claims the documents tells what iocage said (ruling 3)
	result := judge(t, conformance.Options{
		Host: &rightHost{style: heard}, Editions: edition.Editions, FailOn: conformance.Must,
		Timeout: 10 * time.Second, // some of what SHOULD come never does
	})
	require.False(t, result.Failed(), ids(result, conformance.Fail))
	require.Empty(t, ids(result, conformance.Error))
	require.NotEmpty(t, ids(result, conformance.Fail), "some SHOULD tells the styles apart")
}

func quickCertificate() tls.Certificate {
	certificate, err := selfsigned.Quick()
	if err != nil {
		panic(err)
	}
	return certificate
}
