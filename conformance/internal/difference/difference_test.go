package difference_test

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/difference"
	"github.com/sysadm-go/sysadm/conformance/internal/recording"
)

const (
	uuid1 = "0bf985de-ca0f-11e5-8d45-d05099728dbf"
	uuid2 = "3c1a6e52-ca0f-11e5-8d45-d05099728dbf"
	name1 = "conformance-aaaaaaaaaa"
	name2 = "conformance-run2-bbbbbbbbbb"
)

// talk is a check in which the same things are asked and these replies come. One
// that begins with "event " is an event.
func talk(ask string, replies ...string) recording.Check {
	c := recording.Check{ID: "a", Edition: "e", Status: conformance.Pass}
	for _, reply := range replies {
		if event, ok := strings.CutPrefix(reply, "event "); ok {
			c.Messages = append(c.Messages, conformance.Message{Session: "first", Transport: "websocket", Direction: "received",
				Text: `{"namespace":"events","name":"dispatcher","id":"","args":` + event + `}`})
			continue
		}
		c.Messages = append(c.Messages,
			conformance.Message{Session: "first", Transport: "rest", Direction: "sent", Verb: "PUT", Path: "/" + strings.Fields(ask)[0], Text: `{"action":"` + strings.Fields(ask + " x")[1] + `"}`},
			conformance.Message{Session: "first", Transport: "rest", Direction: "received", Status: 200, Text: `{"args":` + reply + `}`})
	}
	return c
}

func recorded(checks ...recording.Check) recording.Recording {
	return recording.Recording{Checks: checks, Ended: true}
}

// shown tells the differences of a result in one line each.
func shown(r difference.Result) (list []string) {
	for _, c := range r.Checks {
		for _, d := range c.Differences {
			list = append(list, strings.Join([]string{d.In, d.Pointer, string(d.A), string(d.B)}, " "))
		}
	}
	return list
}

// byJID is listjails of the last edition: jails that are up stand under their jid.
func byJID(rows ...string) string {
	var members []string
	for _, row := range rows {
		w := strings.Fields(row)
		key := w[3]
		if key == "-" {
			key = w[1]
		}
		members = append(members, `"`+key+`":{"tag":"`+w[0]+`","state":"`+w[2]+`","jid":"`+w[3]+`"}`)
	}
	return `{"listjails":{"jails":{` + strings.Join(members, ",") + `}}}`
}

// list is listjails, in which a jail is its tag, uuid, state and jid.
func list(rows ...string) string {
	var members []string
	for _, row := range rows {
		w := strings.Fields(row)
		members = append(members, `"`+w[1]+`":{"tag":"`+w[0]+`","state":"`+w[2]+`","jid":"`+w[3]+`"}`)
	}
	return `{"listjails":{` + strings.Join(members, ",") + `}}`
}

func TestReplies(t *testing.T) {
	for _, c := range []struct {
		name, ask string
		a, b      []string
		want      []string // nil for no difference
	}{
		{"the same jails under other UUIDs, in another order", "sysadm/iocage listjails",
			[]string{list("test "+uuid1+" down -", "www "+uuid2+" up 1"), `"` + uuid1 + `"`},
			[]string{list("www "+uuid1+" up 7", "test "+uuid2+" down -"), `"` + uuid2 + `"`}, nil},
		{"a UUID that is another jail's", "sysadm/iocage listjails",
			[]string{list("test "+uuid1+" down -", "www "+uuid2+" up 1"), `"` + uuid1 + `"`},
			[]string{list("test "+uuid1+" down -", "www "+uuid2+" up 1"), `"` + uuid2 + `"`},
			[]string{`reply /args "` + uuid1 + `" "` + uuid2 + `"`}},
		{"a jail in another state, and all else the same", "sysadm/iocage listjails",
			[]string{list("test "+uuid1+" down -", "www "+uuid2+" up 1")},
			[]string{list("test "+uuid2+" up 2", "www "+uuid1+" up 1")},
			[]string{`reply /args/listjails/` + uuid1 + `/jid "-" "2"`, `reply /args/listjails/` + uuid1 + `/state "down" "up"`}},
		{"two jails with one jid", "sysadm/iocage listjails",
			[]string{list("test "+uuid1+" up 2", "www "+uuid2+" up 1")},
			[]string{list("test "+uuid1+" up 1", "www "+uuid2+" up 1")},
			[]string{`reply /args/listjails/` + uuid1 + `/jid "2" "1"`}},
		{"jails under other jids, and under UUIDs where they are down", "sysadm/iocage listjails",
			[]string{byJID("test "+uuid1+" down -", "www "+uuid2+" up 1", "db x up 2")},
			[]string{byJID("db x up 1", "test "+uuid2+" down -", "www "+uuid1+" up 7")}, nil},
		{"a jail under its UUID in place of its jid", "sysadm/iocage listjails",
			[]string{byJID("www x up 1")}, []string{strings.Replace(byJID("www x up 1"), `"1":`, `"x":`, 1)},
			[]string{`reply /args/listjails/jails/1 {"tag":"www","state":"up","jid":"1"} `, `reply /args/listjails/jails/x  {"tag":"www","state":"up","jid":"1"}`}},
		{"plugins under other jids and UUIDs", "sysadm/iocage listplugins",
			[]string{`{"git_1":{"jid":"1","uuid":"` + uuid1 + `"},"git_` + uuid2 + `":{"jid":"-","uuid":"` + uuid2 + `"}}`},
			[]string{`{"git_4":{"jid":"4","uuid":"` + uuid2 + `"},"git_` + uuid1 + `":{"jid":"-","uuid":"` + uuid1 + `"}}`}, nil},
		{"a UUID in capitals", "x", []string{`"` + uuid1 + `"`}, []string{`"` + strings.ToUpper(uuid1) + `"`},
			[]string{`reply /args "` + uuid1 + `" "` + strings.ToUpper(uuid1) + `"`}},
		{"sizes", "x", []string{`{"use":"248K","ava":"426G","crt":"1.00x"}`}, []string{`{"use":"1.5M","ava":"0","crt":"1.12x"}`}, nil},
		{"a size that is a word", "x", []string{`{"use":"248K"}`}, []string{`{"use":"none"}`}, []string{`reply /args/use "248K" "none"`}},
		{"a size that is a number", "x", []string{`{"use":"248K"}`}, []string{`{"use":248}`}, []string{`reply /args/use "248K" 248`}},
		{"what looks like a size and is a setting", "x", []string{`{"memoryuse":"8G"}`}, []string{`{"memoryuse":"4G"}`}, []string{`reply /args/memoryuse "8G" "4G"`}},
		{"times", "x", []string{`["2016-02-05T01:02:03","at Fri Feb  5 01:02:03 2016","2016-02-05@01:02:03"]`}, []string{`["2026-11-22T06:18:55","at Sun Nov 22 06:18:55 2026","2026-11-22@06:18:55"]`}, nil},
		{"a time with a zone", "x", []string{`"2016-02-05T01:02:03"`}, []string{`"2016-02-05T01:02:03Z"`}, []string{`reply /args "2016-02-05T01:02:03" "2016-02-05T01:02:03Z"`}},
		{"a time that is a number", "x", []string{`"2016-02-05T01:02:03"`}, []string{`1454634123`}, []string{`reply /args "2016-02-05T01:02:03" 1454634123`}},
		{"a time that cannot be", "x", []string{`"2016-02-05T01:02:03"`}, []string{`"2016-02-31T01:02:03"`}, []string{`reply /args "2016-02-05T01:02:03" "2016-02-31T01:02:03"`}},
		{"a date of an edition", "x", []string{`"2016-02-05"`}, []string{`"2016-02-22"`}, []string{`reply /args "2016-02-05" "2016-02-22"`}},
		{"ports", "x", []string{`"at 127.0.0.1:40001"`}, []string{`"at 127.0.0.1:7"`}, nil},
		{"a missing member", "x", []string{`{"a":1,"b":2}`}, []string{`{"b":2}`}, []string{"reply /args/a 1 "}},
		{"a member twice", "x", []string{`{"a":1}`}, []string{`{"a":1,"a":2}`}, []string{"reply /args/a  2"}},
		{"a member with odd signs", "x", []string{`{"rpc/~":1}`}, []string{`{"rpc/~":"1"}`}, []string{`reply /args/rpc~1~0 1 "1"`}},
		{"a number in another form", "x", []string{`300`}, []string{`3e2`}, []string{"reply /args 300 3e2"}},
		{"an item more", "x", []string{`[1]`}, []string{`[1,2]`}, []string{"reply /args/1  2"}},
		{"items in another order", "x", []string{`["a","b"]`}, []string{`["b","a"]`}, []string{`reply /args/0 "a" "b"`, `reply /args/1 "b" "a"`}},
		{"a set in another order", "x", []string{`{"started":["` + name1 + `","b"]}`}, []string{`{"started":["b","` + name2 + `"]}`}, nil},
		{"logs", "rpc/logs read_logs", []string{`{"hostinfo":{"2016-02-05T01:02:03":"a","2016-02-05T01:02:03.5":"b"},"dispatcher":{}}`}, []string{`{"hostinfo":{"2026-11-22T06:18:55":"c"},"dispatcher":{"2026-11-22T06:18:55":"d"}}`}, nil},
		{"a log of numbers", "rpc/logs read_logs", []string{`{"hostinfo":{"2016-02-05T01:02:03":"a"}}`}, []string{`{"hostinfo":{"2026-11-22T06:18:55":1}}`}, []string{`reply /args/hostinfo/<time> "text" "number"`}},
		{"events of two jobs in another order", "x",
			[]string{`{"name":"` + name1 + `"}`, `event {"process_id":"other","state":"pending"}`, `event {"process_id":"x","state":"running"}`, `event {"process_id":"other","state":"finished"}`},
			[]string{`{"name":"` + name2 + `"}`, `event {"process_id":"x","state":"running"}`, `event {"process_id":"other","state":"pending"}`, `event {"process_id":"other","state":"finished"}`}, nil},
		{"events of one job in another order", "x",
			[]string{`event {"process_id":"x","state":"pending"}`, `event {"process_id":"x","state":"finished"}`},
			[]string{`event {"process_id":"x","state":"finished"}`, `event {"process_id":"x","state":"pending"}`},
			[]string{`event /args/state "pending" "finished"`, `event /args/state "finished" "pending"`}},
		{"an event that has not come yet", "x", []string{`event {"process_id":"x","state":"pending"}`, `event {"process_id":"x","state":"running"}`}, []string{`event {"process_id":"x","state":"pending"}`}, nil},
		{"an event behind the end", "x", []string{`event {"process_id":"x","state":"finished"}`}, []string{`event {"process_id":"x","state":"finished"}`, `event {"process_id":"x","state":"finished"}`},
			[]string{`event   {"namespace":"events","name":"dispatcher","id":"","args":{"process_id":"x","state":"finished"}}`}},
		{"an event about the job of another check", "x", []string{`event {"process_id":"` + name1 + `","state":"finished"}`, "1"}, []string{"1"}, nil},
		{"jobs of other checks", "rpc/dispatcher list", []string{`{"jobs":{"no_queue":{"` + name1 + `":{}}}}`}, []string{`{"jobs":{}}`}, nil},
		{"a job of somebody else", "rpc/dispatcher list", []string{`{"jobs":{"no_queue":{"backup":{}}}}`}, []string{`{"jobs":{}}`}, []string{`reply /args/jobs/no_queue {"backup":{}} `}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := compare(recorded(talk(c.ask, c.a...)), recorded(talk(c.ask, c.b...)))
			require.Equal(t, c.want, shown(r))
			require.Equal(t, c.want != nil, r.Differ())
		})
	}
}

// reply is a check with one answer, as it came.
func reply(m conformance.Message) recording.Check {
	c := talk("x", "1")
	c.Messages[1] = m
	return c
}

func TestMessages(t *testing.T) {
	rest := conformance.Message{Session: "first", Transport: "rest", Direction: "received", Status: 200, Text: "1"}
	for name, c := range map[string]struct {
		change func(m *conformance.Message)
		want   []string
	}{
		"layout":          {func(m *conformance.Message) { m.Text = " 1\n" }, nil},
		"HTTP status":     {func(m *conformance.Message) { m.Status = 500 }, []string{"HTTP status  200 500"}},
		"no JSON":         {func(m *conformance.Message) { m.Text = "1 2" }, []string{`reply  1 "1 2"`}},
		"no UTF-8":        {func(m *conformance.Message) { m.Text = "\"\xff\"" }, []string{`reply  1 {"base64":"Iv8i"}`}},
		"nothing":         {func(m *conformance.Message) { m.Text = "" }, []string{`reply  1 ""`}},
		"nested too deep": {func(m *conformance.Message) { m.Text = strings.Repeat("[", 200) + strings.Repeat("]", 200) }, []string{`reply  1 "` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `"`}},
		"header":          {func(m *conformance.Message) { m.Header = map[string]string{"Allow": "PUT"} }, []string{`header /Allow  "PUT"`}},
		"no header":       {func(m *conformance.Message) { m.Header = nil }, nil},
		"length":          {func(m *conformance.Message) { m.Header = map[string]string{"Content-Length": "7"} }, []string{`header /Content-Length  "7"`}},
	} {
		other := rest
		rest.Header = map[string]string{}
		other.Header = map[string]string{}
		c.change(&other)
		require.Equal(t, c.want, shown(compare(recorded(reply(rest)), recorded(reply(other)))), name)
	}
}

func TestBareTextIsNoJSONText(t *testing.T) {
	a := conformance.Message{Session: "first", Transport: "rest", Direction: "received", Status: 200, Text: `"a"`}
	b := a
	b.Text = "a"
	require.True(t, compare(recorded(reply(a)), recorded(reply(b))).Differ())
}

func TestMissingReplyAndRequest(t *testing.T) {
	whole, cut := talk("x", "1", "2"), talk("x", "1", "2")
	cut.Messages = cut.Messages[:3]
	require.Equal(t, []string{`reply  {"args":2} `}, shown(compare(recorded(whole), recorded(cut))))
	cut.Messages = cut.Messages[:2]
	require.Equal(t, []string{`request  {"action":"x"} `}, shown(compare(recorded(whole), recorded(cut))))
	cut.Status, cut.Reason = conformance.Fail, "no reply came"
	require.Equal(t, []string{`status  "pass" "fail: no reply came"`}, shown(compare(recorded(whole), recorded(cut))), "what is missing is explained by the status")
}

func TestChecksOfOneSide(t *testing.T) {
	a, b := talk("x", "1"), talk("x", "1")
	b.ID = "b"
	r := compare(recorded(a), recorded(b))
	require.True(t, r.Differ())
	require.Equal(t, "a", r.OnlyA[0].ID)
	require.Equal(t, "b", r.OnlyB[0].ID)
	b.ID, b.Edition = "a", "f"
	require.Len(t, compare(recorded(a), recorded(b)).OnlyB, 1)
}

// A reply that was too long to be recorded whole is counted, and not called the
// same, for it may differ behind what was recorded; a request is the suite's own.
func TestCutMessages(t *testing.T) {
	a, b := talk("x", "1"), talk("x", "1")
	a.Messages[0].Bytes, b.Messages[0].Bytes = 100000, 100000
	require.Zero(t, compare(recorded(a), recorded(b)).Uncompared)
	b.Messages[0].Bytes = 100001
	require.Equal(t, 1, compare(recorded(a), recorded(b)).Uncompared)
	a, b = talk("x", "1"), talk("x", "1")
	a.Messages[1].Bytes, b.Messages[1].Bytes = 100000, 100000
	require.Equal(t, 1, compare(recorded(a), recorded(b)).Uncompared)
}

// Replies that were on their way at once tell of either order.
func TestRequestsAtOnce(t *testing.T) {
	with := func(state string, apart bool) recording.Check {
		sent := func(id string) conformance.Message {
			return conformance.Message{Session: "first", Transport: "websocket", Direction: "sent", Text: `{"namespace":"sysadm","name":"iocage","id":"` + id + `","args":{}}`}
		}
		received := func(id, args string) conformance.Message {
			return conformance.Message{Session: "first", Transport: "websocket", Direction: "received", Text: `{"namespace":"sysadm","name":"response","id":"` + id + `","args":` + args + `}`}
		}
		c := recording.Check{ID: "a", Edition: "e", Status: conformance.Pass, Messages: []conformance.Message{
			sent("1"), sent("2"), received("2", `{"state":"`+state+`"}`), received("1", "{}")}}
		if apart {
			c.Messages[1], c.Messages[3] = c.Messages[3], c.Messages[1]
			c.Messages[2], c.Messages[3] = c.Messages[3], c.Messages[2]
		}
		return c
	}
	require.False(t, compare(recorded(with("up", false)), recorded(with("down", false))).Differ())
	require.True(t, compare(recorded(with("up", true)), recorded(with("down", true))).Differ())
}

// The keys of other checks are left out, also from the checksums; those of nobody
// are not.
func TestKeysOfOtherChecks(t *testing.T) {
	key := func(sign string) string { return "LS0tLS1CRUdJTi" + strings.Repeat(sign, 302) }
	sum := func(key string) string {
		text, _ := base64.StdEncoding.DecodeString(key)
		sum := md5.Sum(text)
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	register := talk("sysadm/settings register_ssl_certificate", "{}")
	register.Messages[0].Text = `{"action":"register_ssl_certificate","pub_key":"` + key("A") + `"}`
	register.ID = "registers"
	for _, c := range []struct {
		ask, with, without string
		same               bool
	}{
		{"sysadm/settings list_ssl_certificates", `{"admin":{"` + key("A") + `":"x"}}`, `{}`, true},
		{"sysadm/settings list_ssl_certificates", `{"admin":{"` + key("B") + `":"x"}}`, `{}`, false},
		{"sysadm/settings list_ssl_checksums", `{"md5_keys":["` + sum(key("A")) + `"]}`, `{"md5_keys":[]}`, true},
		{"sysadm/settings list_ssl_checksums", `{"md5_keys":["` + sum(key("B")) + `"]}`, `{"md5_keys":[]}`, false},
	} {
		r := compare(recorded(register, talk(c.ask, c.with)), recorded(register, talk(c.ask, c.without)))
		require.Equal(t, c.same, !r.Differ(), "%s %s", c.ask, shown(r))
	}
}

func TestShape(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       []string
	}{
		{"other jails", list("test "+uuid1+" up 1", "www "+uuid2+" down -"), list("db " + uuid2 + " up 4"), nil},
		{"no jails", list("test " + uuid1 + " up 1"), `{"listjails":{}}`, nil},
		{"a member in one jail only", list("test " + uuid1 + " up 1"), `{"listjails":{"` + uuid1 + `":{"tag":"x","state":"up"}}}`, []string{`reply /args/listjails/<uuid>/jid "text" `}},
		{"another type in one jail", `{"` + uuid1 + `":{"jid":"1"},"` + uuid2 + `":{"jid":2}}`, `{"` + uuid1 + `":{"jid":"1"}}`, []string{`reply /args/<uuid>/jid "number or text" "text"`}},
		{"other values", `{"a":"x","b":[1,2]}`, `{"b":[3],"a":"y"}`, nil},
		{"an empty array", `[1]`, `[]`, nil},
		{"another type of items", `[1]`, `["1"]`, []string{`reply /args/* "number" "text"`}},
		{"a member more", `{}`, `{"error":"x"}`, []string{`reply /args/error  "text"`}},
	} {
		r := difference.Compare(recorded(talk("x", c.a)), recorded(talk("x", c.b)), difference.Options{Shape: true})
		require.Equal(t, c.want, shown(r), c.name)
	}
}

// A host with very many jails that nothing tells apart but their UUIDs is compared
// in no more time than others.
func TestManyJails(t *testing.T) {
	many := func(from int) string {
		var rows []string
		for i := range 1000 {
			rows = append(rows, "t"+string(rune('a'+i%26))+" "+uuidOf(from+i)+" down -")
		}
		return list(rows...)
	}
	require.False(t, compare(recorded(talk("x", many(0))), recorded(talk("x", many(5000)))).Differ())
}

func TestText(t *testing.T) {
	a := recording.Recording{Header: recording.Header{Suite: "v1.0.0", Target: conformance.Target{Kind: "simulated"}, Editions: []string{"2016-02-05"}, Compat: "documented", Began: time.Date(2016, 2, 5, 1, 2, 3, 0, time.UTC)}, Ended: true}
	b := a
	b.Header.Target, b.Header.Compat = conformance.Target{Kind: "address", WS: "wss://h:1"}, "reference"
	for _, id := range []string{"a", "b", "c", "d"} {
		one, other := talk("sysadm/iocage listjails", `{"code":401}`), talk("sysadm/iocage listjails", `{"code":"401"}`)
		one.ID, other.ID = id, id
		switch id {
		case "b":
			other.Status, other.Reason = conformance.Fail, "\x1b[31mwrong"
		case "c":
			other.Messages[1].Text = `{"args":"` + strings.Repeat("ü", 400) + `"}`
		case "d":
			other = one
		}
		a.Checks, b.Checks = append(a.Checks, one), append(b.Checks, other)
	}
	b.Checks = append(b.Checks, recording.Check{ID: "e", Edition: "e", Status: conformance.Skip})
	r := compare(a, b)
	for golden, all := range map[string]bool{"alike.txt": false, "all.txt": true} {
		var out bytes.Buffer
		require.NoError(t, difference.Text(&out, r, all))
		requireGolden(t, golden, out.String())
	}
	var out bytes.Buffer
	require.NoError(t, difference.Text(&out, compare(a, a), false))
	require.Equal(t, "4 checks: no difference\n", out.String())
}
