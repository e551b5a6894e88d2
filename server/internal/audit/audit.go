// Package audit writes the audit log: who changed what, recorded before and
// after each change, and who logged in and out. The log is an append-only file
// of JSON lines.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/logfile"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Log is an audit log. It is a witness of requests.
type Log struct {
	file    *logfile.File
	options Options

	mu       sync.Mutex
	waiting  int       // lines that are being written
	progress time.Time // when a line was last written, or the first of them began
}

// Options say what happens to lines that cannot be written.
type Options struct {
	// Optional has a change made although it cannot be recorded.
	Optional bool

	// Timeout is how long anybody waits for the disk: longer than one takes that
	// only has much to do.
	Timeout time.Duration

	// Logger is told of what cannot be written.
	Logger *slog.Logger
}

// Open opens the file for appending.
func Open(path string, o Options) (*Log, error) {
	file, err := logfile.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot keep the audit log: %v: name another file with --audit-log", err)
	}
	return &Log{file: file, options: o}, nil
}

// The events that a Line tells, beside those of package auth.
const (
	begin   = "begin" // a change; if no end follows, the server died during it
	end     = "end"
	started = "server started"
	stopped = "server stopped"
	jobEnd  = "job ended"
)

// A Line is one line of the file.
type Line struct {
	Time      time.Time         `json:"time"`
	Event     string            `json:"event"`
	Request   string            `json:"request,omitempty"` // the same in all lines of a request
	User      string            `json:"user,omitempty"`
	Address   *netip.Addr       `json:"address,omitempty"`
	Transport string            `json:"transport,omitempty"`
	Class     string            `json:"class,omitempty"`
	Action    string            `json:"action,omitempty"`
	Args      map[string]string `json:"args,omitempty"` // those that hold no secret
	Code      int               `json:"code,omitempty"`
	Cause     string            `json:"cause,omitempty"`   // of an error reply
	Refusal   string            `json:"refusal,omitempty"` // iocage's own line
	Seconds   float64           `json:"seconds,omitempty"`
	Job       string            `json:"job,omitempty"`   // its id
	State     string            `json:"state,omitempty"` // that it ended in
	Codes     []int             `json:"codes,omitempty"` // exit statuses of its commands
	Version   string            `json:"version,omitempty"`
	PID       int               `json:"pid,omitempty"`
}

// Begins records a change before it is made, and returns when the record is on
// the disk.
func (l *Log) Begins(ctx context.Context, e *rpc.Entry) error {
	if !e.Changes || e.Code != 0 {
		return nil
	}
	if err := l.write(ctx, lineOf(begin, e)); err != nil && !l.options.Optional {
		return fmt.Errorf("nothing was done, for the audit log cannot be written: %v", err)
	}
	return nil
}

// Ended records the result of a change. A change refused at once has only this
// line.
func (l *Log) Ended(ctx context.Context, e *rpc.Entry) {
	if e.Changes {
		_ = l.write(ctx, lineOf(end, e))
	}
}

// Login records a login, a logout or a refusal.
func (l *Log) Login(ctx context.Context, e auth.Event) {
	_ = l.write(ctx, Line{Event: string(e.Kind), Request: rpc.RequestID(ctx), User: rpc.Clip(e.User), Address: &e.Address})
}

// Job records how a job ended. The request that started it has lines of its
// own.
func (l *Log) Job(j job.Job) {
	if j.State != job.Finished && j.State != job.Interrupted {
		return
	}
	line := Line{Event: jobEnd, User: j.User, Job: rpc.Clip(j.ID), State: string(j.State), Cause: j.Reason}
	for _, result := range j.Results {
		line.Codes = append(line.Codes, result.Code)
	}
	_ = l.write(context.Background(), line)
}

// Started records that a server begins to serve.
func (l *Log) Started(version string, pid int) error {
	return l.write(context.Background(), Line{Event: started, Version: version, PID: pid})
}

// Stopped records that the server stopped in the regular way.
func (l *Log) Stopped(pid int) error {
	return l.write(context.Background(), Line{Event: stopped, PID: pid})
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }

// Reopen opens the file anew after it was renamed.
func (l *Log) Reopen() error { return l.file.Reopen() }

func lineOf(event string, e *rpc.Entry) Line {
	return Line{
		Event: event, Request: e.ID,
		User: e.User, Address: &e.Address, Transport: e.Transport,
		Class: e.Class, Action: e.Action, Args: e.Args,
		Code: e.Code, Cause: e.Cause, Refusal: e.Refusal, Seconds: e.Took.Seconds(),
	}
}

// write appends a line. It reports a failure to the other log, too.
func (l *Log) write(ctx context.Context, line Line) error {
	line.Time = time.Now().UTC()
	text, err := json.Marshal(line)
	if err == nil {
		err = l.inTime(append(text, '\n'), line.Event == begin)
	}
	if err != nil {
		l.options.Logger.ErrorContext(ctx, "cannot write the audit log", "event", line.Event, "user", line.User, "reason", err)
	}
	return err
}

// append appends a line. A change begins only once its line is on the disk.
func (l *Log) append(line []byte, begins bool) error {
	if begins {
		return l.file.WriteThrough(line)
	}
	_, err := l.file.Write(line)
	return err
}
