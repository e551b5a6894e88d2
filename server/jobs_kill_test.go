package server_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A life is a server in its own process.
type life struct {
	*target
	process *exec.Cmd
}

// addAdmin makes the users file of a life.
func addAdmin(t *testing.T, dir string) {
	adduser := exec.Command("sysadm-server", "adduser", "--users", filepath.Join(dir, "users"), "--roles", "wheel", "admin")
	adduser.Stdin = strings.NewReader("secret\n")
	require.NoError(t, adduser.Run())
}

// live starts the program with a state folder and waits until it is ready.
func live(t *testing.T, dir string, flags ...string) life {
	cmd := exec.Command("sysadm-server", append([]string{"serve", "--users", filepath.Join(dir, "users"), "--state-dir", filepath.Join(dir, "state"),
		"--tls-cert", filepath.Join(dir, "tls.crt"), "--tls-key", filepath.Join(dir, "tls.key"),
		"--ws-addr", "127.0.0.1:0", "--rest-addr", "127.0.0.1:0"}, flags...)...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "GORACE=atexit_sleep_ms=10")
	cmd.Stderr, cmd.WaitDelay = &bytes.Buffer{}, time.Second // what it leaves behind holds the pipe
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadBytes('\n')
	require.NoError(t, err)
	tg := &target{t: t}
	require.NoError(t, json.Unmarshal(line, &tg.ready))
	tg.trust()
	return life{tg, cmd}
}

// run requests a job and reports whether the answer says that it was started.
func (l life) run(id, command string) bool {
	r, err := http.NewRequest("PUT", l.ready.REST+"/rpc/dispatcher", strings.NewReader(`{"action":"run","`+id+`":"`+command+`"}`))
	if err != nil {
		return false
	}
	r.SetBasicAuth("admin", "secret")
	got, err := l.web.Do(r)
	if err != nil {
		return false
	}
	defer got.Body.Close()
	return got.StatusCode == http.StatusOK
}

// keepRunning has clients run jobs until the server is gone. Each job makes a
// folder named after it. The channel yields the ids of the started jobs.
func (l life) keepRunning(prefix, ran string) <-chan string {
	answered := make(chan string)
	var clients sync.WaitGroup
	for c := range 4 {
		clients.Go(func() {
			queue := []string{"j", "sysadm_pkg_"}[c%2]
			for i := 0; ; i++ {
				id := fmt.Sprintf("%s%s.%d.%d", queue, prefix, c, i)
				if !l.run(id, "mkdir "+filepath.Join(ran, id)) {
					return
				}
				answered <- id
			}
		})
	}
	go func() { clients.Wait(); close(answered) }()
	return answered
}

// Whenever a server is killed, the next one knows every job that was answered
// "started" and has ended, by itself or with its server.
func TestKillLosesNoJob(t *testing.T) {
	dir := t.TempDir()
	addAdmin(t, dir)
	ran := filepath.Join(dir, "ran")
	require.NoError(t, os.Mkdir(ran, 0o700))

	var started []string
	const lives = 6
	for n := range lives {
		l := live(t, dir, "--max-ended-jobs", "100000", "--max-waiting-jobs", "100000")
		answered := l.keepRunning(fmt.Sprint(n), ran)
		for range 1 + rand.IntN(40) {
			started = append(started, <-answered)
		}
		require.NoError(t, l.process.Process.Signal(syscall.SIGKILL))
		for id := range answered {
			started = append(started, id)
		}
		require.Error(t, l.process.Wait())
		l.web.CloseIdleConnections()
	}

	l := live(t, dir, "--max-ended-jobs", "100000", "--max-waiting-jobs", "100000")
	files, err := os.ReadDir(filepath.Join(dir, "state"))
	require.NoError(t, err)
	for _, f := range files {
		require.False(t, strings.HasPrefix(f.Name(), ".jobs.json"), "%s is half a journal", f.Name())
	}
	reply := l.send("PUT", "/rpc/dispatcher", "admin:secret", `{"action":"list"}`).json(t)
	listed := map[string]string{}
	for _, queue := range reply["args"].(map[string]any)["jobs"].(map[string]any) {
		for id, j := range queue.(map[string]any) {
			listed[id] = j.(map[string]any)["state"].(string)
		}
	}
	interrupted := interruptedJobs(t, dir)
	for _, id := range started {
		require.Equal(t, "finished", listed[id], id)
		if !slices.Contains(interrupted, id) {
			require.DirExists(t, filepath.Join(ran, id))
		}
	}
	t.Logf("%d jobs over %d lives", len(started), lives)
	require.NoError(t, l.process.Process.Signal(syscall.SIGTERM))
	require.NoError(t, l.process.Wait())
	l.web.CloseIdleConnections()
}

// interruptedJobs are the ids of the jobs that ended with a server, by its journal.
func interruptedJobs(t *testing.T, dir string) []string {
	text, err := os.ReadFile(filepath.Join(dir, "state", "jobs.json"))
	require.NoError(t, err)
	var ids []string
	for _, found := range regexp.MustCompile(`"id":"([^"]*)"[^{}]*"state":"interrupted"`).FindAllSubmatch(text, -1) {
		ids = append(ids, string(found[1]))
	}
	return ids
}
