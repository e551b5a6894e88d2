package server

import (
	"io"
	"log/slog"
)

// longest is how much of a text the log keeps, in bytes: names and users come
// from clients that have yet to log in.
const longest = 4096

// loggerTo keeps the log of a server that was given no Logger.
func (o Options) loggerTo(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: o.LogLevel, ReplaceAttr: shorten}
	if o.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

func shorten(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindString && len(a.Value.String()) > longest {
		return slog.String(a.Key, a.Value.String()[:longest]+"…")
	}
	return a
}
