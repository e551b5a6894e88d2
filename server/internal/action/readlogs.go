package action

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/logbook"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// readLogs returns what the logs contain for a time range: for each log, its
// messages by time (documents, "Logs"). Logs without messages are left out, and
// unknown names are ignored, as in the original.
func (h *Host) readLogs(ctx context.Context, r *rpc.Request) (any, error) {
	args, err := r.Object()
	if err != nil {
		return nil, err
	}
	types, err := logTypes(args)
	if err != nil {
		return nil, err
	}
	from, before, err := logTimes(args, time.Now())
	if err != nil {
		return nil, err
	}
	reply := map[logbook.Type]map[string]any{}
	for _, t := range types {
		page, err := h.Logs.Read(ctx, t, from, before)
		if errors.Is(err, logbook.ErrBusy) {
			return nil, rpc.Errorf(503, "%v", err)
		}
		if err != nil {
			return nil, err
		}
		if page.Cut {
			page.Entries = slices.Insert(page.Entries, 0, logbook.Entry{Time: from, Message: leftOut})
		}
		if len(page.Entries) > 0 {
			reply[t] = messagesByTime(t, page.Entries)
		}
	}
	return reply, nil
}

// leftOut is the first message of a log whose older entries did not fit.
const leftOut = "Older entries are left out: ask for a shorter time"

// logTypes parses the argument logs: names in one text, or an array of names.
// Without any, all logs are meant.
func logTypes(args rpc.Args) ([]logbook.Type, error) {
	raw, found := args.Member("logs")
	if !found {
		return logbook.Types, nil
	}
	names, ok := textsIn(raw)
	if !ok {
		return nil, rpc.Errorf(400, `the argument "logs" must be a string or an array of strings`)
	}
	if raw[0] == '"' {
		names = strings.Fields(names[0])
	}
	if len(names) == 0 {
		return logbook.Types, nil
	}
	var types []logbook.Type
	for _, t := range logbook.Types {
		if slices.Contains(names, string(t)) {
			types = append(types, t)
		}
	}
	return types, nil
}

// The formats of entries' times, as the original server writes them. The first
// entry of a second has its time to the second. The original lost the others;
// here they have microseconds.
const (
	toTheSecond      = "2006-01-02T15:04:05"
	toTheMicrosecond = "2006-01-02T15:04:05.000000"
)

// messagesByTime returns the messages under distinct times.
func messagesByTime(t logbook.Type, entries []logbook.Entry) map[string]any {
	messages := make(map[string]any, len(entries))
	for _, e := range entries {
		key := e.Time.Format(toTheSecond)
		for taken := messages[key] != nil; taken; taken = messages[key] != nil {
			key = e.Time.Format(toTheMicrosecond)
			e.Time = e.Time.Add(time.Microsecond)
		}
		messages[key] = messageOf(t, e.Message)
	}
	return messages
}

// messageOf returns a message as clients get it; events are objects.
func messageOf(t logbook.Type, text string) any {
	if !t.OfEvents() {
		return text
	}
	if strings.HasPrefix(text, "{") && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return map[string]string{"message": text}
}
