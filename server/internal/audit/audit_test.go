package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/audit"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

var far = netip.MustParseAddr("192.0.2.7")

func change() *rpc.Entry {
	return &rpc.Entry{
		ID: "R1", Transport: "rest", Address: far, User: "joe", Namespace: "SYSADM", Name: "iocage",
		Class: "sysadm/iocage", Action: "startjail", Changes: true, Args: map[string]string{"jail": "www"},
	}
}

// lines returns the lines of the file without their times, which must be
// present.
func lines(t *testing.T, path string) []map[string]any {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var all []map[string]any
	for line := range strings.Lines(string(text)) {
		require.True(t, strings.HasSuffix(line, "\n"), "a whole line")
		var v map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &v), line)
		_, err := time.Parse(time.RFC3339Nano, v["time"].(string))
		require.NoError(t, err)
		delete(v, "time")
		all = append(all, v)
	}
	return all
}

func TestLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit")
	l, err := audit.Open(path, audit.Options{Timeout: time.Minute, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	ctx := context.Background()
	require.NoError(t, l.Started("v1", 7))
	e := change()
	require.NoError(t, l.Begins(ctx, e))
	e.Code, e.Refusal, e.Took = 200, "it is up", 1500*time.Millisecond
	l.Ended(ctx, e)

	refused := change()
	refused.Code, refused.Cause = 403, "not you"
	require.NoError(t, l.Begins(ctx, refused))
	l.Ended(ctx, refused)

	read := change()
	read.Changes = false
	require.NoError(t, l.Begins(ctx, read))
	l.Ended(ctx, read)
	l.Login(ctx, auth.Event{Kind: auth.AddressBlocked, User: "eve", Address: far})
	for _, state := range []job.State{job.Pending, job.Running, job.Finished} {
		l.Job(job.Job{ID: "j1", User: "joe", Commands: []string{"mysql -psecret"}, State: state, Results: []job.Result{{Code: 0, Output: "secret"}, {Code: 2}}})
	}
	l.Job(job.Job{ID: "j2", User: "joe", State: job.Interrupted, Reason: "the server was stopped"})
	require.NoError(t, l.Stopped(7))
	require.NoError(t, l.Close())

	of := func(event string, more map[string]any) map[string]any {
		line := map[string]any{
			"event": event, "request": "R1", "user": "joe", "address": "192.0.2.7", "transport": "rest",
			"class": "sysadm/iocage", "action": "startjail", "args": map[string]any{"jail": "www"},
		}
		for k, v := range more {
			line[k] = v
		}
		return line
	}
	require.Equal(t, []map[string]any{
		{"event": "server started", "version": "v1", "pid": 7.0},
		of("begin", nil),
		of("end", map[string]any{"code": 200.0, "refusal": "it is up", "seconds": 1.5}),
		of("end", map[string]any{"code": 403.0, "cause": "not you"}),
		{"event": "address blocked after too many failed logins", "user": "eve", "address": "192.0.2.7"},
		{"event": "job ended", "user": "joe", "job": "j1", "state": "finished", "codes": []any{0.0, 2.0}},
		{"event": "job ended", "user": "joe", "job": "j2", "state": "interrupted", "cause": "the server was stopped"},
		{"event": "server stopped", "pid": 7.0},
	}, lines(t, path))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

// A full disk prevents changes, unless the log is optional.
func TestFullDisk(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skipf("there is no %s here", full)
	}
	for _, optional := range []bool{false, true} {
		other := &bytes.Buffer{}
		l, err := audit.Open(full, audit.Options{Optional: optional, Timeout: time.Minute, Logger: slog.New(slog.NewTextHandler(other, nil))})
		require.NoError(t, err)
		err = l.Begins(context.Background(), change())
		if optional {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, "nothing was done, for the audit log cannot be written: ")
		}
		require.Contains(t, other.String(), `msg="cannot write the audit log" event=begin user=joe`)
	}
}

func TestNoFolder(t *testing.T) {
	_, err := audit.Open(filepath.Join(t.TempDir(), "none", "audit"), audit.Options{})
	require.ErrorContains(t, err, "cannot keep the audit log: ")
}
