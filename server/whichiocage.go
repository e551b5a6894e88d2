package server

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// askIocage logs the version of the host's iocage, and what to do if it is the
// other program than the edition is for. The returned function waits until that
// is done.
func (s *Server) askIocage(ctx context.Context) (wait func()) {
	var asking sync.WaitGroup
	if program, real := s.options.Runner.(iocage.Exec); real && program.Available() == nil {
		asking.Go(func() { s.tellIocage(ctx, program) })
	}
	return asking.Wait
}

func (s *Server) tellIocage(ctx context.Context, program iocage.Exec) {
	version, err := iocageVersion(ctx, program, s.options.CommandTimeout)
	if err != nil {
		s.options.Logger.Info("iocage does not tell its version", "reason", err)
		return
	}
	s.options.Logger.Info("this host has iocage", "version", version)
	if err := fits(version, s.options.Edition); err != nil {
		s.options.Logger.Warn(err.Error())
	}
}

func iocageVersion(ctx context.Context, program iocage.Exec, limit time.Duration) (iocage.Version, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return iocage.AskVersion(ctx, program)
}

// fits returns an error that says what to do if a version is of the other program
// than an edition is for.
func fits(version iocage.Version, e edition.Edition) error {
	is, want := "the shell program", "the rewrite in Python"
	if version.Python() {
		is, want = want, is
	}
	if e.Dialect.Python && version.Shell() || !e.Dialect.Python && version.Python() {
		return fmt.Errorf("the iocage of this host is %s, but edition %s is for %s: serve edition %s, or install that iocage",
			is, e.Name, want, newestFor(version.Python()))
	}
	return nil
}

// newestFor returns the name of the newest edition for one of the programs.
func newestFor(python bool) (name string) {
	for _, e := range edition.Editions {
		if e.Dialect.Python == python {
			name = e.Name
		}
	}
	return name
}
