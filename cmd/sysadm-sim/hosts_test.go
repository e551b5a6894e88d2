package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A testFleet is a program that serves many hosts, in this process.
type testFleet struct {
	t       *testing.T
	orders  io.WriteCloser
	answers *json.Decoder
	done    chan error
	stop    context.CancelFunc
}

// answer is any line of a fleet.
type answer struct {
	ready
	Hosts, Ended bool
	Host, Error  string
}

// newFleet starts the program. Its orders come over a pipe unless the arguments
// name a file.
func newFleet(t *testing.T, args ...string) *testFleet {
	stdin, orders := io.Pipe()
	answers, stdout := io.Pipe()
	env := Env{Stdin: stdin, Stdout: stdout, Stderr: io.Discard, Getenv: func(string) string { return "" }}
	cmd := serveCommand(env)
	cmd.SetArgs(append([]string{"--hosts", "-"}, args...))
	ctx, stop := context.WithCancel(t.Context())
	f := &testFleet{t: t, orders: orders, answers: json.NewDecoder(bufio.NewReader(answers)), done: make(chan error, 1), stop: stop}
	go func() {
		err := cmd.ExecuteContext(ctx)
		stdout.CloseWithError(err)
		stdin.CloseWithError(io.ErrClosedPipe)
		f.done <- err
	}()
	require.True(t, f.next().Hosts)
	return f
}

func (f *testFleet) next() (a answer) {
	f.t.Helper()
	require.NoError(f.t, f.answers.Decode(&a))
	return a
}

func (f *testFleet) order(line string, args ...any) answer {
	f.t.Helper()
	_, err := fmt.Fprintf(f.orders, line+"\n", args...)
	require.NoError(f.t, err)
	return f.next()
}

// end closes stdin and waits for the end of the program.
func (f *testFleet) end() {
	f.t.Helper()
	require.NoError(f.t, f.orders.Close())
	for {
		var a answer
		err := f.answers.Decode(&a)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(f.t, err)
		require.Empty(f.t, a.Error)
	}
	require.NoError(f.t, <-f.done)
}

// list returns the host's answer to listjails.
func (a answer) list(t *testing.T) string {
	h := servedHost{a.ready, trusting(t, a.CAFile)}
	return h.rest(t, http.MethodPut, "/sysadm/iocage", []byte(`{"action":"listjails"}`))
}

func (a answer) closed() bool {
	_, err := net.Dial("tcp", strings.TrimPrefix(a.REST, "https://"))
	return errors.Is(err, syscall.ECONNREFUSED)
}

func TestHostsOfOneProcessAreApart(t *testing.T) {
	f := newFleet(t)
	a := f.order(`{"start":"a","seed":{"active":"tank","jails":[{"tag":"ours"}]}}`)
	b := f.order(`{"start":"b","seed":{"active":"tank","jails":[{"tag":"theirs"}]}}`)
	require.Equal(t, "a", a.Host)
	require.Equal(t, a.CAFile, b.CAFile)
	require.NotEqual(t, a.Password, b.Password)
	require.Contains(t, a.list(t), "ours")
	require.NotContains(t, a.list(t), "theirs")
	require.Contains(t, b.list(t), "theirs")

	// A host that has ended frees its name and leaves nothing else; the others
	// stay.
	last := f.order(`{"end":"a"}`)
	require.Equal(t, answer{Host: "a", Ended: true}, last)
	require.True(t, a.closed())
	require.Contains(t, b.list(t), "theirs")
	again := f.order(`{"start":"a","documented":"2016-02-05/sysadm-iocage.startjail.rest"}`)
	require.NotContains(t, again.list(t), "ours")
	require.Contains(t, again.list(t), `"tag": "test"`)
	f.end()
	require.True(t, b.closed())
	require.True(t, again.closed())
	require.NoFileExists(t, a.CAFile)
}

// The orders in a file are read once; its hosts are served until the program
// ends. Flags apply to every host.
func TestHostsOfAFile(t *testing.T) {
	dir := t.TempDir()
	seed, orders := filepath.Join(dir, "host.yaml"), filepath.Join(dir, "orders")
	require.NoError(t, os.WriteFile(seed, []byte("active: tank\njails: [{tag: flag}]\n"), 0o600))
	require.NoError(t, os.WriteFile(orders, []byte(`{"start":"a"}`+"\n"+`{"start":"b","seed":{"active":"tank","jails":[{"tag":"line"}]}}`+"\n"), 0o600))
	f := newFleet(t, "--hosts", orders, "--seed", seed, "--user", "joe")
	for range 2 {
		a := f.next()
		require.Equal(t, "joe", a.User)
		require.Contains(t, a.list(t), map[string]string{"a": "flag", "b": "line"}[a.Host])
	}
	f.stop()
	require.True(t, f.next().Ended)
	require.True(t, f.next().Ended)
	require.NoError(t, <-f.done)
}

// When all hosts of a file are ready, their profiles are written for the suite,
// without those that did not start.
func TestHostsAreTargets(t *testing.T) {
	dir := t.TempDir()
	orders, path := filepath.Join(dir, "orders"), filepath.Join(dir, "targets.yaml")
	require.NoError(t, os.WriteFile(orders, []byte(`{"start":"a","edition":"2016-02-05"}`+"\n"+`{"start":"b","documented":"no/such"}`+"\n"+`{"start":"c","user":"joe"}`+"\n"), 0o600))
	f := newFleet(t, "--hosts", orders, "--targets-file", path)
	first := map[string]answer{}
	for range 3 {
		a := f.next()
		first[a.Host] = a
	}
	require.Eventually(t, func() bool { _, err := os.Stat(path); return err == nil }, time.Minute, time.Millisecond)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "there are passwords in it")
	var file struct{ Targets map[string]profile }
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &file))
	require.Len(t, file.Targets, 2)
	a, c := first["a"], first["c"]
	require.Equal(t, profile{
		WS: a.WS, REST: a.REST, CA: a.CAFile, User: "admin", Password: a.Password, Operator: "operator", OperatorPassword: a.OperatorPassword,
		Editions: []string{"2016-02-05"}, Compat: "documented",
	}, file.Targets["a"])
	require.Equal(t, "joe", file.Targets["c"].User)
	require.Equal(t, c.WS, file.Targets["c"].WS)
	f.stop()
	require.True(t, f.next().Ended)
	require.True(t, f.next().Ended)
	require.NoError(t, <-f.done)
}

func TestTargetsOfNoFileOfHosts(t *testing.T) {
	for _, args := range [][]string{{"--targets-file", "x"}, {"--targets-file", "x", "--hosts", "-"}} {
		cmd := serveCommand(Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }})
		cmd.SetArgs(args)
		cmd.SilenceUsage, cmd.SilenceErrors = true, true
		require.ErrorContains(t, cmd.ExecuteContext(t.Context()), "--targets-file needs --hosts with a file")
	}
}

// A program that cannot report on its hosts ends, and cleans up.
func TestHostsWhoseAnswersAreLost(t *testing.T) {
	stdin, orders := io.Pipe()
	defer orders.Close()
	cmd := serveCommand(Env{Stdin: stdin, Stdout: full{}, Stderr: io.Discard, Getenv: func(string) string { return "" }})
	cmd.SetArgs([]string{"--hosts", "-"})
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err := cmd.ExecuteContext(t.Context())
	require.ErrorContains(t, err, "cannot print what became of a host: no space left on device")
}

// full is a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// Hosts that come and go leave no goroutine, descriptor, file or memory behind.
func TestHostsThatComeAndGo(t *testing.T) {
	const hosts = 100
	before := goleak.IgnoreCurrent()
	f := newFleet(t)
	come := func() {
		for i := range hosts {
			a := f.order(`{"start":"%d","management_addr":"127.0.0.1:0"}`, i)
			require.Contains(t, a.list(t), "test")
			require.True(t, f.order(`{"end":"%d"}`, i).Ended)
		}
	}
	come() // first make whatever is made only once
	descriptors, memory := openDescriptors(t), heap()
	come()
	require.LessOrEqual(t, openDescriptors(t), descriptors)
	require.Less(t, heap(), memory+hosts*4<<10, "bytes of the heap")
	f.end()
	goleak.VerifyNone(t, before)
}

// openDescriptors counts the descriptors of this process, where the system
// reports them.
func openDescriptors(t *testing.T) int {
	if runtime.GOOS != "linux" {
		return 0
	}
	entries, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(entries)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // runs finalizers
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Hosts may come and go by the thousand: no profiles are kept unless requested.
func TestTargetsNobodyAsksFor(t *testing.T) {
	var none targets
	none.add("a", ready{}, edition.Default, edition.Documented)
	require.Empty(t, none.profiles)
}
