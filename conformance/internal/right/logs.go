package right

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// note writes into the log hostinfo.
func (s *server) note(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.book = append(s.book, text)
}

// readLogs answers rpc/logs.
func (s *server) readLogs(args object) (any, int) {
	if logs, given := args["logs"]; args["action"] != "read_logs" || given && !isTexts(logs) || !textual(args, "time_format", "start_time", "end_time") {
		return nil, 400
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	hostinfo := object{}
	if !asksForNow(args, time.Now()) {
		return object{"hostinfo": hostinfo}, 200 // all was noted a moment ago
	}
	for i, text := range s.book {
		hostinfo[fmt.Sprintf("%s.%03d", theTime(), i)] = text
	}
	logs := object{"hostinfo": hostinfo, "dispatcher": object{}}
	if asked := texts(args["logs"]); len(asked) > 0 {
		for name := range logs {
			if !slices.Contains(asked, name) {
				delete(logs, name)
			}
		}
	}
	return logs, 200
}

// asksForNow reports whether a moment lies between the times that read_logs was asked
// for.
func asksForNow(args object, now time.Time) bool {
	start, isStart := number(args["start_time"])
	end, isEnd := number(args["end_time"])
	format, _ := args["time_format"].(string)
	switch {
	case strings.HasPrefix(format, "relative_"):
		return end == 0
	case format == "time_t_seconds":
		return (!isStart || start <= now.Unix()) && (!isEnd || now.Unix() < end)
	case format == "epoch_mseconds":
		return (!isStart || start <= now.UnixMilli()) && (!isEnd || now.UnixMilli() < end)
	}
	return true
}

// number reads a time that was sent as text.
func number(v any) (n int64, given bool) {
	text, given := v.(string)
	n, _ = strconv.ParseInt(text, 10, 64)
	return n, given
}
