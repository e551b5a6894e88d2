package server

import (
	"context"
	"runtime"
	runtimemetrics "runtime/metrics"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/metrics"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// meters are the server's metrics. They are a witness of requests.
type meters struct {
	metrics.Registry
	requests *metrics.Counter
	took     *metrics.Histogram
	running  atomic.Int64
	logins   *metrics.Counter
	blocks   *metrics.Counter

	jobs *metrics.Counter

	commands        *metrics.Counter
	commandTook     *metrics.Histogram
	commandsRunning atomic.Int64
}

func newMeters(o Options) *meters {
	m := &meters{}
	m.Info("sysadm_build_info", "The program that serves, and how.", []string{"version", "goversion", "edition", "compat"},
		[]string{version(), runtime.Version(), o.Edition.Name, o.Compat.Name})
	m.requests = m.Counter("sysadm_requests_total", "Requests answered, by what answered them and the code of the reply.",
		"transport", "class", "action", "code")
	m.took = m.Histogram("sysadm_request_seconds", "Time from a request to its reply.", metrics.Seconds, "class", "action")
	m.Gauge("sysadm_requests_running", "Requests that are being answered.", valueOf(&m.running))
	m.logins = m.Counter("sysadm_logins_total", "Logins that gave a token, and refused ones.", "outcome")
	m.blocks = m.Counter("sysadm_address_blocks_total", "Times an address was blocked after failed logins.")
	m.jobs = m.Counter("sysadm_jobs_total", "Jobs of the dispatcher that ended: succeeded, failed or interrupted.", "outcome")
	m.commands = m.Counter("sysadm_iocage_commands_total", "Runs of iocage that ended, by subcommand and outcome: ok, refused (exit status not 0), failed (no exit status).",
		"command", "outcome")
	m.commandTook = m.Histogram("sysadm_iocage_command_seconds", "Time that runs of iocage took.", metrics.Seconds, "command")
	m.Gauge("sysadm_iocage_commands_running", "Runs of iocage now.", valueOf(&m.commandsRunning))
	m.addProcess()
	return m
}

func valueOf(n *atomic.Int64) func() float64 { return func() float64 { return float64(n.Load()) } }

// addProcess adds the usual metrics of a Go program, under their usual names.
func (m *meters) addProcess() {
	began := float64(time.Now().UnixMilli()) / 1000
	m.Gauge("process_start_time_seconds", "When the server started, in seconds since 1970.", func() float64 { return began })
	m.Gauge("go_goroutines", "Goroutines now.", func() float64 { return float64(runtime.NumGoroutine()) })
	m.Gauge("go_memstats_heap_inuse_bytes", "Memory of the heap in use.", func() float64 {
		return runtimeMetric("/memory/classes/heap/objects:bytes") + runtimeMetric("/memory/classes/heap/unused:bytes")
	})
	m.Gauge("go_memstats_sys_bytes", "Memory taken from the system.", func() float64 { return runtimeMetric("/memory/classes/total:bytes") })
	m.CounterFunc("go_memstats_alloc_bytes_total", "Memory ever allocated.", func() float64 { return runtimeMetric("/gc/heap/allocs:bytes") })
}

// runtimeMetric reads a metric of Go's runtime without stopping the program.
func runtimeMetric(name string) float64 {
	sample := []runtimemetrics.Sample{{Name: name}}
	runtimemetrics.Read(sample)
	return float64(sample[0].Value.Uint64())
}

// addServer adds metrics of the server itself.
func (m *meters) addServer(s *Server) {
	m.GaugeBy("sysadm_connections", "Open connections, by port.", "port", map[string]func() float64{
		"websocket": func() float64 { return float64(s.wsGate.In()) },
		"rest":      func() float64 { return float64(s.restGate.In()) },
	})
	m.GaugeBy("sysadm_jobs", "Jobs of the dispatcher that have not ended, by state.", "state", map[string]func() float64{
		"pending": func() float64 { return float64(s.jobs.Count(job.Pending)) },
		"running": func() float64 { return float64(s.jobs.Count(job.Running)) },
	})
	m.Gauge("sysadm_tokens", "Login tokens that are alive.", func() float64 { return float64(s.router.Logins.Tokens()) })
	m.Gauge("sysadm_addresses_blocked", "Addresses blocked after failed logins.", func() float64 { return float64(s.router.Logins.Blocked()) })
	m.Gauge("sysadm_log_entries_lost", "Entries of the logs for clients that could not be kept.",
		func() float64 { return float64(s.book.Lost()) })
	m.Gauge("sysadm_certificate_not_after_seconds", "When the certificate expires, in seconds since 1970.",
		func() float64 { return float64(s.certificate.leaf().NotAfter.Unix()) })
}

// Begins counts a running request.
func (m *meters) Begins(context.Context, *rpc.Entry) error {
	m.running.Add(1)
	return nil
}

// Ended counts a request by the code of its reply.
func (m *meters) Ended(_ context.Context, e *rpc.Entry) {
	m.running.Add(-1)
	m.requests.Add(e.Transport, e.Class, e.Action, strconv.Itoa(e.Code))
	if e.Class != "" {
		m.took.Observe(e.Took, e.Class, e.Action)
	}
}

// login counts the outcome of a login.
func (m *meters) login(_ context.Context, e auth.Event) {
	switch e.Kind {
	case auth.LoggedIn:
		m.logins.Add("accepted")
	case auth.LoginRefused:
		m.logins.Add("refused")
	case auth.LoginBlocked:
		m.logins.Add("blocked")
	case auth.AddressBlocked:
		m.blocks.Add()
	}
}

// job counts the outcome of a job.
func (m *meters) job(j job.Job) {
	switch {
	case j.State == job.Interrupted:
		m.jobs.Add("interrupted")
	case j.State == job.Finished && j.Succeeded():
		m.jobs.Add("succeeded")
	case j.State == job.Finished:
		m.jobs.Add("failed")
	}
}

// runner returns a Runner that is measured.
func (m *meters) runner(r Runner) Runner { return measured{r, m} }

type measured struct {
	Runner
	meters *meters
}

// Run runs the command and counts it.
func (r measured) Run(ctx context.Context, args ...string) (Output, error) {
	began := time.Now()
	r.meters.commandsRunning.Add(1)
	out, err := r.Runner.Run(ctx, args...)
	r.meters.commandsRunning.Add(-1)
	r.meters.command(args[0], time.Since(began), out, err)
	return out, err
}

// Known counts a known answer as a run that took no time.
func (r measured) Known(args ...string) (out Output, known bool) {
	if knower, able := r.Runner.(iocage.Knower); able {
		out, known = knower.Known(args...)
	}
	if known {
		r.meters.command(args[0], 0, out, nil)
	}
	return out, known
}

// command counts the outcome of a command.
func (m *meters) command(name string, took time.Duration, out Output, err error) {
	outcome := "ok"
	switch {
	case err != nil:
		outcome = "failed"
	case out.ExitCode != 0:
		outcome = "refused"
	}
	m.commands.Add(name, outcome)
	m.commandTook.Observe(took, name)
}
