package independent

import "fmt"

// today is when all happens that is told with a time.
const today = "2026-03-01T09:30:00"

// note writes into the log.
func (s *server) note(text string) { s.book = append(s.book, text) }

// readLogs answers with the logs that were asked for, or all. Who asks for a time
// on the calendar asks for another than today.
func readLogs(s *server, q question) (any, int) {
	if q.text("action") != "read_logs" {
		return nil, 400
	}
	hostinfo := object{}
	if q.text("time_format") != "epoch_mseconds" {
		for i, text := range s.book {
			hostinfo[fmt.Sprintf("%s.%03d", today, i)] = text
		}
	}
	logs := object{"hostinfo": hostinfo, "dispatcher": object{}}
	if wanted := texts(q.args["logs"]); len(wanted) > 0 {
		chosen := object{}
		for _, name := range wanted {
			if log, there := logs[name]; there {
				chosen[name] = log
			}
		}
		return chosen, 200
	}
	return logs, 200
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
