package server

import (
	"context"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/logbook"
)

// openBook opens the logs that clients read.
func openBook(o Options) (*logbook.Book, error) {
	return logbook.Open(logbook.Options{
		Folder:   o.LogDir,
		Days:     o.LogDays,
		DaySize:  int64(o.LogDaySize),
		PageSize: o.MaxLogReply,
		Logger:   o.Logger,
	})
}

// eventLogs says which log keeps which event.
var eventLogs = map[string]logbook.Type{
	event.Dispatcher:    logbook.DispatcherEvents,
	event.LifePreserver: logbook.LifePreserverEvents,
	event.SystemState:   logbook.StateEvents,
}

func (s *Server) keepEvent(name string, args []byte) {
	s.book.Add(eventLogs[name], string(args))
}

// keepBook writes the logs that clients read until end is called. end waits
// until everything is written, but not for a disk that hangs.
func (s *Server) keepBook() (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	written := make(chan struct{})
	go func() {
		defer close(written)
		s.book.Run(ctx)
	}()
	return func() {
		cancel()
		select {
		case <-written:
		case <-time.After(overtime):
			s.options.Logger.Error("the logs for clients could not be written to their end", "folder", s.options.LogDir)
		}
	}
}
