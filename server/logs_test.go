package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// readLogs reads logs over REST, or fails the test.
func (tg *target) readLogs(args string) map[string]map[string]any {
	got := tg.send("PUT", "/rpc/logs", "admin:secret", `{"action":"read_logs"`+args+`}`)
	require.Equal(tg.t, 200, got.StatusCode, got.body)
	logs := map[string]map[string]any{}
	for name, messages := range got.json(tg.t)["args"].(map[string]any) {
		logs[name] = messages.(map[string]any)
	}
	return logs
}

func withLogs(t *testing.T, files map[string]string) *target {
	folder := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	return start(t, server.Options{LogDir: folder, Limits: server.Limits{LogDays: 100_000}})
}

func TestHostInfoTellsWhoCameAndLoggedIn(t *testing.T) {
	tg := start(t, server.Options{})
	c := tg.dial("")
	c.ask(`{"namespace":"rpc","name":"auth","id":"1","args":{"username":"admin","password":"secret"}}`)
	c.ask(`{"namespace":"rpc","name":"auth","id":"1","args":{"username":"x\ny z","password":"a secret word"}}`)
	require.NoError(t, c.Close())

	var told []string
	for _, message := range tg.readLogs(`,"logs":"hostinfo"`)["hostinfo"] {
		told = append(told, message.(string))
	}
	require.Contains(t, told, "New Connection: 127.0.0.1")
	require.Contains(t, told, "User Login Attempt: admin   Success: true   IP: 127.0.0.1")
	require.Contains(t, told, `User Login Attempt: "x\ny z"   Success: false   IP: 127.0.0.1`)
	require.NotContains(t, strings.Join(told, "\n"), "a secret word")
}

// A REST client logs in with each request, but is recorded once in the life of
// a token.
func TestHostInfoTellsOfRESTClientsOnce(t *testing.T) {
	successes := func(tg *target) (n int) {
		for _, message := range tg.readLogs(`,"logs":"hostinfo"`)["hostinfo"] {
			if message == "User Login Attempt: otto   Success: true   IP: 127.0.0.1" {
				n++
			}
		}
		return n
	}
	tg := start(t, server.Options{})
	for range 3 {
		tg.send("PUT", "/rpc/query", "otto:secret", `{}`)
	}
	tg.dial("otto")
	require.Equal(t, 2, successes(tg), "by REST, and by rpc/auth")

	tg = start(t, server.Options{Limits: server.Limits{TokenLife: time.Nanosecond}})
	for range 3 {
		tg.send("PUT", "/rpc/query", "otto:secret", `{}`)
	}
	require.Equal(t, 3, successes(tg))
}

func TestHostInfoTellsOfIdleClients(t *testing.T) {
	folder := t.TempDir()
	tg := start(t, server.Options{LogDir: folder, Limits: server.Limits{IdleTimeout: time.Millisecond}})
	c := tg.dial("")
	_, _, err := c.ReadMessage()
	require.Error(t, err)
	require.NoError(t, tg.stop())

	files, err := filepath.Glob(filepath.Join(folder, "hostinfo-*.log"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	text, err := os.ReadFile(files[0])
	require.NoError(t, err)
	require.Regexp(t, `]New Connection: 127.0.0.1\n.*]Connection Idle: 127.0.0.1\n.*]Connection Closing: 127.0.0.1\n$`, string(text))
}

func TestLogsTellOfJobs(t *testing.T) {
	tg := start(t, server.Options{Runner: host, JobRunner: programs{}})
	c := tg.dial("admin")
	c.events("subscribe", `"dispatcher"`)
	tg.send("PUT", "/rpc/dispatcher", "admin:secret", `{"action":"run","b":"false","a":["echo <one>"]}`)
	for range 2 {
		c.until(`"state":"finished"`)
	}
	logs := tg.readLogs("")
	var told []string
	for _, message := range logs["hostinfo"] {
		told = append(told, message.(string))
	}
	require.Contains(t, told, "Client Launched Processes[127.0.0.1]: a,b")
	require.Len(t, logs["dispatcher"], 2)
	jobs := map[string]map[string]any{}
	for _, message := range logs["dispatcher"] {
		require.NotContains(t, message, `\u003c`)
		job := decode(t, message.(string))
		jobs[job["process_id"].(string)] = timeless(t, job, "time_started", "time_finished")
	}
	require.Equal(t, map[string]any{
		"cmd_list": []any{"echo <one>"}, "echo <one>": "<one>\n", "return_codes/echo <one>": "0", "process_id": "a", "state": "finished",
	}, jobs["a"])
	require.Equal(t, "1", jobs["b"]["return_codes/false"])
	states := map[string]int{}
	for _, message := range logs["events-dispatcher"] {
		states[message.(map[string]any)["state"].(string)]++
	}
	require.Equal(t, map[string]int{"pending": 2, "running": 2, "finished": 2}, states)
}

// Each entry has a distinct time; the original kept only the last one of a
// second. A log contains nothing else.
func TestReadLogsKeepsEveryEntryOfASecond(t *testing.T) {
	tg := withLogs(t, map[string]string{"dispatcher-2016-02-05.log": "[2016-02-05T10:00:00]one\n[2016-02-05T10:00:00]two\n" +
		"[2016-02-05T10:00:00]three\n[2016-02-05T10:00:00.250]four\n[2016-02-05T10:00:01]five\n"})
	require.Equal(t, map[string]map[string]any{"dispatcher": {
		"2016-02-05T10:00:00":        "one",
		"2016-02-05T10:00:00.000000": "two",
		"2016-02-05T10:00:00.000001": "three",
		"2016-02-05T10:00:00.250000": "four",
		"2016-02-05T10:00:01":        "five",
	}}, tg.readLogs(`,"logs":["dispatcher"],"time_format":"yyyy","start_time":"2016","end_time":"2017"`))
}

func TestReadLogsOfEventsAreObjects(t *testing.T) {
	tg := withLogs(t, map[string]string{
		"events-state-2016-02-05.log": "[2016-02-05T10:00:00]{\"priority\":\"0 - Information\"}\n[2016-02-05T10:00:01]{torn\n",
		"dispatcher-2016-02-05.log":   "[2016-02-05T10:00:00]{\"state\":\"finished\"}\n",
	})
	require.Equal(t, map[string]map[string]any{
		"events-state": {
			"2016-02-05T10:00:00": map[string]any{"priority": "0 - Information"},
			"2016-02-05T10:00:01": map[string]any{"message": "{torn"},
		},
		"dispatcher": {"2016-02-05T10:00:00": `{"state":"finished"}`},
	}, tg.readLogs(`,"time_format":"yyyy","start_time":"2016","end_time":"2017"`))
}

func TestReadLogsChoosesLogs(t *testing.T) {
	line := time.Now().Format("[2006-01-02T15:04:05]") + "x\n"
	day := time.Now().Format(time.DateOnly)
	tg := withLogs(t, map[string]string{
		"dispatcher-" + day + ".log":           line,
		"events-lifepreserver-" + day + ".log": line,
		"secrets-" + day + ".log":              line,
	})
	for args, want := range map[string]string{
		``:                     "dispatcher events-lifepreserver hostinfo",
		`,"logs":""`:           "dispatcher events-lifepreserver hostinfo",
		`,"logs":[]`:           "dispatcher events-lifepreserver hostinfo",
		`,"logs":"dispatcher"`: "dispatcher",
		`,"logs":["hostinfo","events-lifepreserver"]`: "events-lifepreserver hostinfo",
		`,"logs":["dispatcher","dispatcher"]`:         "dispatcher",
		`,"logs":["secrets","../dispatcher"]`:         "",
		`,"logs":["dispatcher","unknown"]`:            "dispatcher",
		`,"logs":"events-state"`:                      "",
	} {
		got := tg.readLogs(args)
		var names []string
		for _, name := range []string{"dispatcher", "events-lifepreserver", "events-state", "hostinfo", "secrets"} {
			if got[name] != nil {
				names = append(names, name)
			}
		}
		require.Equal(t, want, strings.Join(names, " "), args)
		require.Len(t, got, len(names), args)
	}
}

func TestReadLogsChoosesTimes(t *testing.T) {
	now := time.Now()
	files := map[string]string{}
	for name, at := range map[string]time.Time{
		"minute": now.Add(-time.Minute), "hours": now.Add(-11 * time.Hour), "halfday": now.Add(-13 * time.Hour),
		"days": now.AddDate(0, 0, -3), "weeks": now.AddDate(0, 0, -20), "soon": now.Add(time.Hour),
	} {
		files["dispatcher-"+at.Format(time.DateOnly)+".log"] += at.Format("[2006-01-02T15:04:05]") + name + "\n"
	}
	tg := withLogs(t, files)
	seconds := func(ago time.Duration) string { return fmt.Sprint(now.Add(-ago).Unix()) }
	for args, want := range map[string]string{
		``:                                 "minute hours",
		`,"start_time":"0","end_time":"0"`: "minute hours", // ignored without time_format, as documented
		`,"time_format":"relative_second","start_time":"-3600"`:                                             "minute",
		`,"time_format":"relative_second","start_time":"3600"`:                                              "minute",
		`,"time_format":"relative_second","start_time":3600`:                                                "minute",
		`,"time_format":"relative_second","start_time":"-43200","end_time":"-3600"`:                         "hours",
		`,"time_format":"relative_second","end_time":"-43200"`:                                              "halfday",
		`,"time_format":"relative_day","start_time":"-7"`:                                                   "minute hours halfday days",
		`,"time_format":"relative_day","start_time":"1","end_time":"3"`:                                     "days",
		`,"time_format":"relative_month","start_time":"-2"`:                                                 "minute hours halfday days weeks",
		`,"time_format":"time_t_seconds","start_time":"` + seconds(time.Hour) + `"`:                         "minute",
		`,"time_format":"time_t_seconds","start_time":` + seconds(time.Hour):                                "minute",
		`,"time_format":"time_t_seconds","start_time":"0","end_time":"` + seconds(12*time.Hour) + `"`:       "halfday days weeks",
		`,"time_format":"time_t_seconds","start_time":"0","end_time":"99999999999"`:                         "minute hours halfday days weeks soon",
		`,"time_format":"epoch_mseconds","start_time":"` + seconds(time.Hour) + `000"`:                      "minute",
		`,"time_format":"yyyy-MM-dd hh:mm","start_time":"` + now.Add(-time.Hour).Format("2006-01-02 15:04"): "minute",
		`,"time_format":"yyyy","start_time":"2116"`:                                                         "",
	} {
		if !strings.HasSuffix(args, `"`) && strings.Contains(args, "yyyy-MM") {
			args += `"`
		}
		found := tg.readLogs(`,"logs":"dispatcher"` + args)["dispatcher"]
		got := map[string]bool{}
		for _, message := range found {
			got[message.(string)] = true
		}
		for _, name := range []string{"minute", "hours", "halfday", "days", "weeks", "soon"} {
			require.Equal(t, strings.Contains(" "+want+" ", " "+name+" "), got[name], "%s: %s", args, name)
		}
	}
}

func TestReadLogsRefuses(t *testing.T) {
	tg := start(t, server.Options{})
	for args, cause := range map[string]string{
		`,"logs":7`:              `"logs" must be a string or an array of strings`,
		`,"logs":null`:           `"logs" must be`,
		`,"logs":["hostinfo",7]`: `"logs" must be`,
		`,"time_format":7`:       `"time_format" must be a string`,
		`,"time_format":"relative_day","end_time":{}`:                        `"end_time" must be a string`,
		`,"time_format":"relative_day","end_time":"yesterday"`:               `"end_time" must be a number of relative_day, not "yesterday"`,
		`,"time_format":"relative_day","end_time":"1.5"`:                     "must be a number",
		`,"time_format":"relative_day","end_time":1e3`:                       "must be a number",
		`,"time_format":"time_t_seconds","end_time":"99999999999999"`:        "must be a number",
		`,"time_format":"relative_second","end_time":"-9223372036854775808"`: "must be a number",
		`,"time_format":"relative_week","end_time":"1"`:                      `cannot be read by the time_format "relative_week"`,
		`,"time_format":"yyyy-MM-dd","start_time":"2016-02-30"`:              "there is no such day",
	} {
		got := tg.send("PUT", "/rpc/logs", "admin:secret", `{"action":"read_logs"`+args+`}`)
		require.Equal(t, 400, got.StatusCode, args)
		require.Contains(t, got.json(t)["args"].(map[string]any)["message"], cause, args)
	}
	require.Equal(t, 401, tg.send("PUT", "/rpc/logs", "", `{"action":"read_logs"}`).StatusCode)
	require.Equal(t, 400, tg.send("PUT", "/rpc/logs", "admin:secret", `{"action":"write_logs"}`).StatusCode)
	require.Equal(t, 200, tg.send("PUT", "/rpc/logs", "otto:secret", `{"action":"read_logs"}`).StatusCode, "operators may read")
	require.Equal(t, "read", tg.send("PUT", "/rpc/query", "admin:secret", `{}`).json(t)["args"].(map[string]any)["rpc/logs"])
}

func TestReadLogsSaysWhatItLeavesOut(t *testing.T) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "[2016-02-05T10:%02d:%02d]%s\n", i/60, i%60, strings.Repeat("x", 100))
	}
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "dispatcher-2016-02-05.log"), []byte(text.String()), 0o600))
	tg := start(t, server.Options{LogDir: folder, Limits: server.Limits{MaxLogReply: 10_000, LogDays: 100_000}})
	got := tg.readLogs(`,"logs":"dispatcher","time_format":"yyyy","start_time":"2016","end_time":"2017"`)["dispatcher"]
	require.Less(t, len(got), 100)
	require.Equal(t, "Older entries are left out: ask for a shorter time", got["2016-01-01T00:00:00"])
	require.Contains(t, got, "2016-02-05T10:16:39", "the newest is there")
}

func TestLogFilesAreNobodyElses(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "made", "log")
	tg := start(t, server.Options{LogDir: folder})
	tg.readLogs("")
	info, err := os.Stat(folder)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, file := range files {
		info, err := file.Info()
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		require.Regexp(t, regexp.MustCompile(`^[a-z-]+-\d{4}-\d\d-\d\d\.log$`), file.Name())
	}
}
