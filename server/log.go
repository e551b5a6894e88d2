package server

import (
	"io"
	"log/slog"
)

// loggerTo keeps the log of a server that was given no Logger.
func (o Options) loggerTo(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: o.LogLevel}
	if o.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
