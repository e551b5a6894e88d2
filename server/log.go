package server

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/sysadm-go/sysadm/server/internal/logfile"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// DefaultLogger keeps the log of a server that was given no Logger, on standard
// error.
func (o Options) DefaultLogger() *slog.Logger { return o.loggerTo(os.Stderr, o.LogLevel) }

func (o Options) loggerTo(w io.Writer, level slog.Leveler) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: clipTexts}
	var handler slog.Handler = slog.NewTextHandler(w, options)
	if o.LogFormat == "json" {
		handler = slog.NewJSONHandler(w, options)
	}
	return slog.New(rpc.LogRequestIDs(handler))
}

// A processLog is the log of a process. Its file can be opened again and its
// level changed.
type processLog struct {
	*slog.Logger
	level slog.LevelVar
	file  *logfile.File // nil: standard error
}

func (p *process) openLog() (*processLog, error) {
	log := &processLog{}
	log.level.Set(p.LogLevel)
	to := p.env.Stderr
	if p.logFile != "" {
		file, err := logfile.Open(p.logFile)
		if err != nil {
			return nil, fmt.Errorf("%w: name another file with --log-file", err)
		}
		log.file, to = file, file
	}
	log.Logger = p.loggerTo(to, &log.level)
	return log, nil
}

func (l *processLog) reopen() error {
	if l.file == nil {
		return nil
	}
	return l.file.Reopen()
}

func (l *processLog) close() {
	if l.file != nil {
		_ = l.file.Close()
	}
}

// clipTexts limits the length of texts: names and users come from clients that
// are not yet logged in.
func clipTexts(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindString {
		a.Value = slog.StringValue(rpc.Clip(a.Value.String()))
	}
	return a
}
