package server

import (
	"io"
	"log/slog"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// longest is how much of a text the log keeps, in bytes: names and users come
// from clients that have yet to log in.
const longest = 4096

// loggerTo keeps the log of a server that was given no Logger.
func (o Options) loggerTo(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: o.LogLevel, ReplaceAttr: shorten}
	var handler slog.Handler = slog.NewTextHandler(w, options)
	if o.LogFormat == "json" {
		handler = slog.NewJSONHandler(w, options)
	}
	return slog.New(rpc.LogRequestIDs(handler))
}

func shorten(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindString && len(a.Value.String()) > longest {
		return slog.String(a.Key, a.Value.String()[:longest]+"…")
	}
	return a
}
