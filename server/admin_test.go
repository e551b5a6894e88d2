package server_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
	"github.com/sysadm-go/sysadm/server/internal/metrics/metricstest"
)

// admin sends a request to the administrator's listener.
func (tg *target) admin(path string) (int, string) {
	got, err := http.Get(tg.ready.Admin + path)
	require.NoError(tg.t, err)
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	require.NoError(tg.t, err)
	return got.StatusCode, string(body)
}

func (tg *target) metrics() metricstest.Samples {
	status, text := tg.admin("/metrics")
	require.Equal(tg.t, 200, status)
	samples, err := metricstest.Parse(text)
	require.NoError(tg.t, err, text)
	return samples
}

func startWithAdmin(t *testing.T, o server.Options) *target {
	o.AdminAddr = "127.0.0.1:0"
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	tg := start(t, o)
	require.Regexp(t, `^http://127\.0\.0\.1:\d+$`, tg.ready.Admin)
	return tg
}

func TestMetrics(t *testing.T) {
	tg := startWithAdmin(t, server.Options{Runner: host})
	c := tg.dial("admin")
	c.ask(listJails)
	c.call(`{"action":"startjail","jail":"nosuch"}`)
	c.call(`{"action":"no such action"}`)
	tg.send("PUT", "/sysadm/iocage", "admin:wrong", `{"action":"listjails"}`)
	tg.send("PUT", "/any/class", "admin:secret", "")
	m := tg.metrics()
	for sample, want := range map[string]float64{
		`sysadm_requests_total{transport="websocket",class="rpc/auth",action="",code="200"}`:               1,
		`sysadm_requests_total{transport="websocket",class="sysadm/iocage",action="listjails",code="200"}`: 1,
		`sysadm_requests_total{transport="websocket",class="sysadm/iocage",action="startjail",code="200"}`: 1,
		`sysadm_requests_total{transport="websocket",class="sysadm/iocage",action="",code="400"}`:          1,
		`sysadm_requests_total{transport="rest",class="",action="",code="401"}`:                            1,
		`sysadm_requests_total{transport="rest",class="",action="",code="404"}`:                            1,
		`sysadm_request_seconds_count{class="sysadm/iocage",action="listjails"}`:                           1,
		`sysadm_requests_running`:                                         0,
		`sysadm_connections{port="websocket"}`:                            1,
		`sysadm_logins_total{outcome="accepted"}`:                         1,
		`sysadm_logins_total{outcome="refused"}`:                          1,
		`sysadm_address_blocks_total`:                                     0,
		`sysadm_addresses_blocked`:                                        0,
		`sysadm_log_entries_lost`:                                         0,
		`sysadm_tokens`:                                                   1,
		`sysadm_jobs{state="running"}`:                                    0,
		`sysadm_jobs{state="pending"}`:                                    0,
		`sysadm_iocage_commands_total{command="list",outcome="ok"}`:       1,
		`sysadm_iocage_commands_total{command="start",outcome="refused"}`: 1,
		`sysadm_iocage_command_seconds_count{command="list"}`:             1,
		`sysadm_iocage_commands_running`:                                  0,
	} {
		got, found := m[sample]
		require.True(t, found, sample)
		require.Equal(t, want, got, sample)
	}
	require.Greater(t, m["sysadm_certificate_not_after_seconds"], float64(time.Now().Unix()))
	require.Positive(t, m["go_goroutines"])
	require.Positive(t, m["process_start_time_seconds"])
}

func TestRunningIsMeasured(t *testing.T) {
	g := newGate()
	tg := startWithAdmin(t, server.Options{Runner: g})
	c := tg.dial("admin")
	c.send(listJails)
	<-g.entered
	m := tg.metrics()
	require.Equal(t, 1.0, m["sysadm_requests_running"])
	require.Equal(t, 1.0, m["sysadm_iocage_commands_running"])
	close(g.open)
	c.receive()
	require.Zero(t, tg.metrics()["sysadm_iocage_commands_running"])
}

func TestReadiness(t *testing.T) {
	iocage := filepath.Join(t.TempDir(), "iocage")
	tg := startWithAdmin(t, server.Options{Iocage: iocage})
	status, text := tg.admin("/healthz")
	require.Equal(t, 200, status)
	require.Equal(t, "ok\n", text)
	status, text = tg.admin("/readyz")
	require.Equal(t, 503, status)
	require.Regexp(t, `^server: ok\ncertificate: ok\niocage: iocage is not installed on this host: .*\n$`, text)
}

// A stopping server reports that it is not ready while it waits for its
// commands.
func TestReadinessWhileStopping(t *testing.T) {
	g := newGate()
	tg := startWithAdmin(t, server.Options{Runner: g})
	require.Equal(t, "server: ok\ncertificate: ok\niocage: ok\n", second(tg.admin("/readyz")))
	c := tg.dial("admin")
	c.send(listJails)
	<-g.entered
	ended := make(chan error, 1)
	go func() { ended <- tg.stop() }()
	require.Eventually(t, func() bool {
		status, text := tg.admin("/readyz")
		return status == 503 && text == "server: it is stopping\ncertificate: ok\niocage: ok\n"
	}, time.Minute, time.Millisecond)
	require.Equal(t, "ok\n", second(tg.admin("/healthz")))
	close(g.open)
	c.receive()
	require.NoError(t, <-ended)
}

func second(_ int, text string) string { return text }

func TestAdminAddressInUse(t *testing.T) {
	tg := startWithAdmin(t, server.Options{Runner: host})
	o := options(t.TempDir())
	o.AdminAddr = tg.ready.Admin[len("http://"):]
	_, err := server.New(o)
	require.ErrorContains(t, err, "choose another address with --admin-addr")
	o.AdminAddr = ":0"
	_, err = server.New(o)
	require.ErrorContains(t, err, "or add --admin-anywhere")
	o.AdminAnywhere = true
	s, err := server.New(o)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

// A change that cannot be written to the audit log first is not made; reads
// continue.
func TestChangesNeedTheAuditLog(t *testing.T) {
	ran := make(chan string, 10)
	runner := runnerFunc(func(ctx context.Context, args ...string) (server.Output, error) {
		ran <- args[0]
		return host.Run(ctx, args...)
	})
	change := `{"action":"startjail","jail":"test"}`
	c := startWithFullAudit(t, server.Options{Runner: runner}).dial("admin")
	require.Equal(t, map[string]any{"code": 500.0, "message": "Internal Server Error: " +
		"nothing was done, for the audit log cannot be written: write /dev/full: no space left on device"}, c.call(change))
	require.Empty(t, ran)
	require.Equal(t, "response", c.ask(listJails)["name"])

	c = startWithFullAudit(t, server.Options{Runner: runner, AuditOptional: true}).dial("admin")
	require.Contains(t, c.call(change), "startjail")
}

func startWithFullAudit(t *testing.T, o server.Options) *target {
	o.AuditLog = "/dev/full"
	if _, err := os.Stat(o.AuditLog); err != nil {
		t.Skipf("there is no %s here", o.AuditLog)
	}
	return start(t, o)
}
