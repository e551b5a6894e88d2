package server_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// A fetcher is a host on which every job prints its words and runs until the
// test lets it go.
type fetcher struct {
	leave chan struct{}

	mu  sync.Mutex
	ran [][]string
}

func (f *fetcher) Run(ctx context.Context, words []string, out io.Writer, _ func(int)) (int, error) {
	f.mu.Lock()
	f.ran = append(f.ran, words)
	f.mu.Unlock()
	_, _ = io.WriteString(out, "Fetching: "+words[len(words)-1]+"\n")
	select {
	case <-f.leave:
		return 0, nil
	case <-ctx.Done():
		return -1, ctx.Err()
	}
}

func (f *fetcher) words() [][]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ran
}

const (
	fetchTwo   = `{"action":"fetchreleases","releases":["10.3-RELEASE","11.0-RELEASE"]}`
	fetchThree = `{"action":"fetchreleases","releases":["10.3-RELEASE","11.0-RELEASE","9.3-RELEASE (EOL)"]}`
	makePlugin = `{"action":"createplugin","plugin":"gitlab","net_device":"re0","ip4":"10.20.0.130","ip6":"fd00::1"}`
)

// startedIDs returns the ids in a reply of fetchreleases.
func startedIDs(reply any) any {
	return reply.(map[string]any)["fetchreleases"].(map[string]any)["started_dispatcher_id"]
}

// The jobs of both actions are queued, told and listed like those of
// rpc/dispatcher run. What waits or runs already is not fetched again.
func TestFetchJobs(t *testing.T) {
	host := &fetcher{leave: make(chan struct{})}
	tg := start(t, server.Options{Edition: edition2017, Runner: fresh, JobRunner: host})
	c, hears := tg.dial("otto"), tg.dial("otto")
	hears.events("subscribe", `"dispatcher"`)

	require.Equal(t, []any{"sysadm_iocage_fetch_release_10.3-RELEASE", "sysadm_iocage_fetch_release_11.0-RELEASE"}, startedIDs(c.call(fetchTwo)))
	require.Equal(t, []any{"sysadm_iocage_fetch_release_9.3-RELEASE"}, startedIDs(c.call(fetchThree)))
	require.Equal(t, map[string]any{"fetchreleases": map[string]any{"error": "sysadm_iocage_fetch_release_10.3-RELEASE waits or runs already"}}, c.call(fetchTwo))
	plugin := map[string]any{"createplugin": map[string]any{"started_dispatcher_id": "sysadm_iocage_fetch_plugin_gitlab"}}
	require.Equal(t, plugin, c.call(makePlugin))
	require.Equal(t, map[string]any{"createplugin": map[string]any{"error": "sysadm_iocage_fetch_plugin_gitlab waits or runs already"}}, c.call(makePlugin))

	listed := tg.send("PUT", "/rpc/dispatcher", "otto:secret", `{"action":"list"}`)
	require.JSONEq(t, `{"args":{"jobs":{"iocage_queue":{
		"sysadm_iocage_fetch_release_10.3-RELEASE":{"state":"running","queue_position":"0","commands":["iocage fetch --verify -r 10.3-RELEASE"]},
		"sysadm_iocage_fetch_release_11.0-RELEASE":{"state":"pending","queue_position":"1","commands":["iocage fetch --verify -r 11.0-RELEASE"]},
		"sysadm_iocage_fetch_release_9.3-RELEASE":{"state":"pending","queue_position":"2","commands":["iocage fetch --verify -r 9.3-RELEASE"]},
		"sysadm_iocage_fetch_plugin_gitlab":{"state":"pending","queue_position":"3",
			"commands":["iocage fetch --plugins --name gitlab ip4_addr=\"re0|10.20.0.130\" ip6_addr=\"re0|fd00::1\""]}}}}}`, listed.body)

	close(host.leave)
	_, events := hears.until(`"sysadm_iocage_fetch_plugin_gitlab"`, `"state":"finished"`)
	last := events[len(events)-1]
	require.Equal(t, "sysadm/iocage", last["event_system"])
	require.Equal(t, "Fetching: ip6_addr=re0|fd00::1\n",
		last["process_details"].(map[string]any)[`iocage fetch --plugins --name gitlab ip4_addr="re0|10.20.0.130" ip6_addr="re0|fd00::1"`])
	require.Equal(t, []string{"iocage", "fetch", "--verify", "-r", "10.3-RELEASE"}, host.words()[0])
	require.Equal(t, []string{"iocage", "fetch", "--plugins", "--name", "gitlab", "ip4_addr=re0|10.20.0.130", "ip6_addr=re0|fd00::1"}, host.words()[3])
	require.Equal(t, plugin, c.call(makePlugin), "it has ended, so it may run again")
}

// Neither the switch nor the list of programs of rpc/dispatcher run concerns
// the server's own commands; the number of waiting jobs does.
func TestFetchJobsAndTheDispatchersLimits(t *testing.T) {
	host := &fetcher{leave: make(chan struct{})}
	c := start(t, server.Options{
		Edition: edition2017, Runner: fresh, JobRunner: host, RefuseJobs: true, JobPrograms: []string{"true"},
		Limits: server.Limits{MaxWaitingJobs: 2},
	}).dial("otto")
	require.Len(t, startedIDs(c.call(fetchTwo)), 2)
	require.Len(t, startedIDs(c.call(fetchThree)), 1)
	require.Equal(t, 429.0, c.call(makePlugin).(map[string]any)["code"])
	close(host.leave)
}

// The audit log says who fetched what, and how it ended.
func TestAuditOfFetchJobs(t *testing.T) {
	log := filepath.Join(t.TempDir(), "audit")
	host := &fetcher{leave: make(chan struct{})}
	tg := start(t, server.Options{Edition: edition2017, Runner: fresh, JobRunner: host, AuditLog: log})
	c, hears := tg.dial("otto"), tg.dial("otto")
	hears.events("subscribe", `"dispatcher"`)
	c.call(fetchTwo)
	c.call(makePlugin)
	close(host.leave)
	hears.until(`"sysadm_iocage_fetch_plugin_gitlab"`, `"state":"finished"`)

	text, err := os.ReadFile(log)
	require.NoError(t, err)
	var told []string
	for line := range strings.Lines(string(text)) {
		var l struct {
			Event, User, Action, Job string
			Args                     map[string]string
		}
		require.NoError(t, json.Unmarshal([]byte(line), &l))
		switch {
		case l.Event == "begin":
			args, err := json.Marshal(l.Args)
			require.NoError(t, err)
			told = append(told, l.User+" "+l.Action+" "+string(args))
		case l.Event == "job ended":
			told = append(told, l.User+" "+l.Job)
		}
	}
	require.Subset(t, told, []string{
		`otto fetchreleases {"releases":"10.3-RELEASE, 11.0-RELEASE"}`,
		`otto createplugin {"ip4":"10.20.0.130","ip6":"fd00::1","net_device":"re0","plugin":"gitlab"}`,
		"otto sysadm_iocage_fetch_release_10.3-RELEASE", "otto sysadm_iocage_fetch_release_11.0-RELEASE",
	})
}

// Jobs that wait or run when the server ends are interrupted, and may be asked
// for again.
func TestFetchJobsOfAServerThatEnded(t *testing.T) {
	o := server.Options{Edition: edition2017, Runner: fresh, StateDir: filepath.Join(t.TempDir(), "state"), Limits: server.Limits{ShutdownTimeout: 1}}
	o.JobRunner = &fetcher{}
	before := start(t, o)
	require.Len(t, startedIDs(before.dial("otto").call(fetchTwo)), 2)
	require.NoError(t, before.stop())

	o.JobRunner = done{}
	tg := start(t, o)
	listed := tg.send("PUT", "/rpc/dispatcher", "otto:secret", `{"action":"list"}`).body
	require.Equal(t, 2, strings.Count(listed, `"state": "finished"`), listed)
	require.Len(t, startedIDs(tg.dial("otto").call(fetchTwo)), 2)
}

// In a job, the word iocage stands for the server's own iocage in the dialect of
// the edition, whether its user or the server wrote it.
func TestIocageOfJobs(t *testing.T) {
	t.Setenv("FAKEIOCAGE_DIALECT", "")
	require.NoError(t, os.Unsetenv("FAKEIOCAGE_DIALECT"))
	program := script(t, "mine", `echo "$FAKEIOCAGE_DIALECT $LC_ALL: $*"`)
	tg := start(t, server.Options{Edition: edition2017, Iocage: program})
	c := tg.dial("admin")
	c.events("subscribe", `"dispatcher"`)
	c.dispatch(`{"action":"run","own":"iocage list"}`)
	_, events := c.until(`"own"`, `"finished"`)
	require.Equal(t, "python-2017-06-05 en_US.UTF-8: list\n", events[len(events)-1]["process_details"].(map[string]any)["iocage list"])
	c.send(`{"namespace":"sysadm","name":"iocage","id":"1","args":{"action":"fetchreleases","releases":"11.0-RELEASE"}}`)
	_, events = c.until(`"sysadm_iocage_fetch_release_11.0-RELEASE"`, `"finished"`)
	require.Equal(t, "python-2017-06-05 en_US.UTF-8: fetch --verify -r 11.0-RELEASE\n",
		events[len(events)-1]["process_details"].(map[string]any)["iocage fetch --verify -r 11.0-RELEASE"])
}
