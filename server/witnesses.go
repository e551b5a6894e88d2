package server

import (
	"context"
	"errors"
	"os"

	"github.com/sysadm-go/sysadm/server/internal/audit"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/logbook"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// witnesses observe what happens, each for its own record: the logs that
// clients read, the audit log, the metrics.
type witnesses struct {
	book     *logbook.Book
	hostInfo *hostInfo
	audit    *audit.Log // nil: no audit log
	meters   *meters
}

func openWitnesses(o Options) (w witnesses, err error) {
	w.meters = newMeters(o)
	if w.book, err = openBook(o); err != nil {
		return w, err
	}
	w.hostInfo = newHostInfo(w.book.Writer(logbook.HostInfo), o.TokenLife)
	if o.AuditLog == "" {
		return w, nil
	}
	w.audit, err = audit.Open(o.AuditLog, audit.Options{Optional: o.AuditOptional, Timeout: o.AuditTimeout, Logger: o.Logger})
	return w, err
}

// ofRequests returns the witnesses of requests.
func (w witnesses) ofRequests() rpc.Witnesses {
	if w.audit == nil {
		return rpc.Witnesses{w.meters, w.hostInfo}
	}
	return rpc.Witnesses{w.meters, w.hostInfo, w.audit}
}

// login reports a login to all witnesses; one of a flood is only counted.
func (w witnesses) login(ctx context.Context, e auth.Event) {
	w.meters.login(ctx, e)
	if e.Flood {
		return
	}
	w.hostInfo.login(ctx, e)
	if w.audit != nil {
		w.audit.Login(ctx, e)
	}
}

// job reports a job's new state to all witnesses.
func (w witnesses) job(j job.Job) {
	w.meters.job(j)
	if w.audit != nil {
		w.audit.Job(j)
	}
}

// started and stopped record in the audit log when the server ran.
func (w witnesses) started() {
	if w.audit != nil {
		_ = w.audit.Started(version(), os.Getpid()) // an error has already been logged
	}
}

func (w witnesses) stopped() {
	if w.audit != nil {
		_ = w.audit.Stopped(os.Getpid())
	}
}

// waiting returns how much still waits to be written, to the audit log and to the
// logs that clients read.
func (w witnesses) waiting() (lines int, entries int64) {
	if w.audit != nil {
		lines = w.audit.Waiting()
	}
	return lines, w.book.Waiting()
}

func (w witnesses) reopen() error {
	if w.audit == nil {
		return nil
	}
	return w.audit.Reopen()
}

// close closes the witnesses' files.
func (w witnesses) close() error {
	if w.audit == nil {
		return nil
	}
	if err := w.audit.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
