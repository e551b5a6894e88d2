package independent

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// today is when all happens that is told with a time: a moment ago.
func today() string { return time.Now().Format("2006-01-02T15:04:05") }

// note writes into the log.
func (s *server) note(text string) { s.book = append(s.book, text) }

// readLogs answers with the logs that were asked for, or all.
func readLogs(s *server, q question) (any, int) {
	logs, given := q.args["logs"]
	if q.text("action") != "read_logs" || given && !areTexts(logs) || !q.textual("time_format", "start_time", "end_time") {
		return nil, 400
	}
	hostinfo := object{}
	if isNow(q.text("time_format"), q.text("start_time"), q.text("end_time")) {
		for i, text := range s.book {
			hostinfo[fmt.Sprintf("%s.%03d", today(), i)] = text
		}
	}
	all := object{"hostinfo": hostinfo, "dispatcher": object{}}
	if wanted := texts(logs); len(wanted) > 0 {
		chosen := object{}
		for _, name := range wanted {
			if log, there := all[name]; there {
				chosen[name] = log
			}
		}
		return chosen, 200
	}
	return all, 200
}

// texts is a text, or each text of an array.
func texts(v any) (list []string) {
	if text, ok := v.(string); ok {
		return []string{text}
	}
	array, _ := v.([]any)
	for _, one := range array {
		text, _ := one.(string)
		list = append(list, text)
	}
	return list
}

// areTexts holds for a text, and for an array of nothing else.
func areTexts(v any) bool {
	_, isText := v.(string)
	array, isArray := v.([]any)
	return isText || isArray && !slices.ContainsFunc(array, func(one any) bool { _, is := one.(string); return !is })
}

// isNow reports whether the present lies between two times: all was logged a moment
// ago. A time that is missing is no limit.
func isNow(format, start, end string) bool {
	from, _ := strconv.ParseInt(start, 10, 64)
	to, err := strconv.ParseInt(end, 10, 64)
	now := map[string]int64{"time_t_seconds": time.Now().Unix(), "epoch_mseconds": time.Now().UnixMilli()}[format]
	switch {
	case format == "":
		return true
	case now == 0: // a distance from the present
		return to == 0
	}
	return from <= now && (err != nil || now < to)
}
