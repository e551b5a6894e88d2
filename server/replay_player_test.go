package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// A player plays exchanges against a server that runs the iocage of the
// recordings, or none.
type player struct {
	all     []recorded
	options server.Options
	target  *target
}

func newPlayer(t *testing.T, all []recorded) *player {
	program := buildCanned(t)
	o := server.Options{
		Compat: edition.Reference, Edition: recordedEdition(), Iocage: program,
		Authenticator: server.FixedAccounts(
			account("root", true), account("toor", true), account("wheeluser", true), account("opuser", false)),
	}
	target := start(t, o)
	target.send("PUT", "/rpc/query", "", "") // warms the server up, so that no exchange is blamed for it
	return &player{all: all, options: o, target: target}
}

// recordedEdition is the edition of the server recorded on 2016-02-05: it reads
// settings as in that day's documents, but has more actions than they mention.
func recordedEdition() edition.Edition {
	e := edition.Default
	e.SettingsByProperty = false
	return e
}

func account(user string, full bool) server.Account {
	return server.Account{Identity: server.Identity{User: user, FullAccess: full}, Password: "oracle-pass"}
}

// buildCanned compiles the iocage of the recordings.
func buildCanned(t *testing.T) string {
	compiler, err := exec.LookPath("cc")
	if err != nil {
		t.Skip("there is no C compiler to build the recordings' iocage with")
	}
	program := filepath.Join(t.TempDir(), "iocage")
	out, err := exec.Command(compiler, "-O1", "-o", program, filepath.Join(recordings, "canned-iocage/iocage.c")).CombinedOutput()
	require.NoError(t, err, string(out))
	return program
}

// play sends a recorded request and returns the answer in comparable form.
func (p *player) play(t *testing.T, r recorded) []string {
	var got []string
	var err error
	tg := p.targetOf(t, r)
	switch r.Transport {
	case "ws":
		got, err = p.playWS(tg, r)
	case "ws-handshake":
		got, err = p.playText(tg, tg.ready.WS, r)
	default:
		got, err = p.playText(tg, tg.ready.REST, r)
	}
	if err != nil {
		got = append(got, "("+err.Error()+")")
	}
	return p.comparable(r, got)
}

// targetOf returns the server to use. Jobs need a server of their own, because
// their events reach every connection.
func (p *player) targetOf(t *testing.T, r recorded) *target {
	switch missing := p.options; {
	case strings.HasPrefix(r.Name, "ws-noiocage"):
		missing.Iocage = filepath.Join(t.TempDir(), "iocage")
		return start(t, missing)
	case matchesAny(jobs, r.Name) && !strings.HasSuffix(r.Name, "-subscribe"):
		return start(t, p.options)
	}
	return p.target
}

func (p *player) expected(r recorded) []string {
	var want []string
	for _, w := range r.Received {
		want = append(want, string(w.bytes()))
	}
	return p.comparable(r, want)
}

// playText sends raw bytes and reads until the server closes the connection or
// has answered a handshake.
func (p *player) playText(tg *target, url string, r recorded) ([]string, error) {
	w, err := tg.rawDial(url)
	if err != nil {
		return nil, err
	}
	for _, text := range parts(r) {
		if _, err := w.Write(text); err != nil {
			return nil, err
		}
	}
	if matchesAny(halfClosed, r.Name) {
		_ = w.CloseWrite()
	}
	if r.Transport == "ws-handshake" {
		head, err := readHead(w.r)
		return []string{head}, err
	}
	_ = w.SetReadDeadline(time.Now().Add(patience[r.Differs]))
	text, err := io.ReadAll(w)
	return []string{string(text)}, err
}

// parts returns what is sent, one element for each write.
func parts(r recorded) [][]byte {
	text := r.Sent[0].bytes()
	head, body, found := bytes.Cut(text, []byte("\r\n\r\n"))
	if match(shortened, r.Name) {
		head = aLength.ReplaceAll(head, fmt.Appendf(nil, "Content-Length: %d\r", len(body)))
		text = slices.Concat(head, []byte("\r\n\r\n"), body)
	}
	if !found || !matchesAny(twice, r.Name) {
		return [][]byte{text}
	}
	return [][]byte{text[:len(head)+4], body}
}

func readHead(r *bufio.Reader) (string, error) {
	var head strings.Builder
	for {
		line, err := r.ReadString('\n')
		head.WriteString(line)
		if err != nil || line == "\r\n" {
			return head.String(), err
		}
	}
}

// playWS sends messages and returns as many frames as were recorded. It then
// sends a ping: a pong that comes early shows that there are fewer frames, one
// that comes late that there are more.
func (p *player) playWS(tg *target, r recorded) ([]string, error) {
	w, err := tg.rawWS()
	if err != nil {
		return nil, err
	}
	if err := p.prepare(w, r); err != nil {
		return nil, err
	}
	if r.Name == "ws-fragmented" {
		if r.Sent, err = fragment(w); err != nil {
			return nil, err
		}
	}
	frames, err := trade(w, r, p.opcode(r), len(r.Received))
	if err != nil || isClose(frames) {
		return frames, err
	}
	if err := w.writeFrame(framePing, []byte("the end")); err != nil {
		return frames, err
	}
	_, last, err := w.readFrame()
	if err == nil && string(last) != "the end" {
		frames = append(frames, string(last))
	}
	return frames, err
}

// fragment sends the first part of a message and returns the rest.
func fragment(w *wire) ([]payload, error) {
	const message = `{"namespace":"sysadm","name":"iocage","id":"fooid","args":{"action":"listjails"}}`
	rest := message[20:]
	return []payload{{Text: &rest}}, w.writeFrame(opText, []byte(message[:20]))
}

// isClose recognises a close frame by the first byte of its code, which is at
// least 1000.
func isClose(frames []string) bool {
	return len(frames) > 0 && strings.HasPrefix(frames[len(frames)-1], "\x03")
}

func (p *player) opcode(r recorded) byte {
	for names, opcode := range opcodes {
		if match(names, r.Name) {
			return opcode
		}
	}
	return frameText
}

func trade(w *wire, r recorded, opcode byte, replies int) ([]string, error) {
	for _, s := range r.Sent {
		if err := w.writeFrame(opcode, s.bytes()); err != nil {
			return nil, err
		}
	}
	_ = w.SetReadDeadline(time.Now().Add(patience[r.Differs]))
	var frames []string
	for len(frames) < replies {
		_, text, err := w.readFrame()
		if err != nil {
			return frames, err
		}
		frames = append(frames, string(text))
	}
	return frames, nil
}

// prepare brings a connection into the circumstances of an exchange.
func (p *player) prepare(w *wire, r recorded) error {
	i := slices.IndexFunc(circumstances, func(c circumstance) bool { return match(c.names, r.Name) })
	if i < 0 {
		return nil
	}
	c := circumstances[i]
	if c.user != "" {
		login := fmt.Sprintf(`{"namespace":"rpc","name":"auth","id":"","args":{"username":%q,"password":"oracle-pass"}}`, c.user)
		if _, err := trade(w, recorded{Sent: []payload{{Text: &login}}}, frameText, 1); err != nil {
			return err
		}
	}
	for _, pattern := range c.before {
		if strings.HasPrefix(pattern, "-") {
			pattern = r.Name + pattern
		}
		for _, b := range p.all {
			if b.Part == r.Part && match(pattern, b.Name) {
				if _, err := trade(w, b, frameText, len(b.Received)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// What differs from run to run.
var (
	aToken  = regexp.MustCompile(`(\[\s*")[0-9A-Za-z]{20,}(",)`)
	aTime   = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`)
	aDate   = regexp.MustCompile(`(?m)^Date: \w{3}, .*GMT\r$`)
	aHost   = regexp.MustCompile(`"hostname":"[^"]*"`)
	aLength = regexp.MustCompile(`(?m)^Content-Length: \d+\r?$`)
)

// handshakeHeaders matches the significant headers of a handshake.
var handshakeHeaders = regexp.MustCompile(`^(HTTP/|Sec-|Server|Access|Upgrade|Connection)`)

// comparable removes what differs from run to run, the order of messages, and
// the one line that the original's replies lack. The lines of a handshake are
// sorted; those of REST are not.
func (p *player) comparable(r recorded, texts []string) []string {
	for i, text := range texts {
		text = aToken.ReplaceAllString(text, "${1}TOKEN${2}")
		text = aHost.ReplaceAllString(text, `"hostname":"HOST"`)
		text = aTime.ReplaceAllString(text, "TIME")
		text = strings.Replace(text, "Connection: close\r\n", "", 1)
		text = aDate.ReplaceAllString(text, "Date: DATE\r")
		if strings.Contains(text, "/iocage]") || strings.Contains(text, "TOKEN") {
			text = strings.ReplaceAll(text, p.options.Iocage, "/usr/local/sbin/iocage")
			text = aLength.ReplaceAllString(text, "Content-Length: N\r")
		}
		if r.Transport == "ws-handshake" {
			text = sortedHead(text)
		}
		texts[i] = text
	}
	slices.Sort(texts)
	return texts
}

func sortedHead(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if handshakeHeaders.MatchString(line) {
			lines = append(lines, strings.ToLower(line))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
