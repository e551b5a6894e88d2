// Package render writes the messages and tables of the imitated host in the
// words of a dialect.
package render

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// Output collects what a run writes to both streams, in order, until the change
// that it reports is committed. A reader of both streams together sees the
// lines in the original's order.
type Output struct{ written []*written }

// A written is consecutive output to one stream.
type written struct {
	stderr bool
	text   []byte
}

// A part is a piece of a notice's text, for one of the streams.
type part struct {
	stderr bool
	text   string
}

// Print adds to stdout.
func (o *Output) Print(text string) { o.add(false, text) }

// Printf adds to stdout.
func (o *Output) Printf(format string, args ...any) { o.add(false, fmt.Sprintf(format, args...)) }

// Errorf adds to stderr.
func (o *Output) Errorf(format string, args ...any) { o.add(true, fmt.Sprintf(format, args...)) }

// Say adds the text of a notice.
func (o *Output) Say(n host.Notice) {
	text := messages[n.Kind]
	if text == nil {
		text = toolMessages[n.Kind]
	}
	for _, p := range text {
		o.add(p.stderr, fill(p.text, n.About))
	}
}

// fill replaces $1, $2 and so on in a text by what the notice is about.
func fill(text string, about []string) string {
	if len(about) == 0 {
		return text
	}
	var b strings.Builder
	for {
		before, after, more := strings.Cut(text, "$")
		b.WriteString(before)
		if !more {
			return b.String()
		}
		b.WriteString(about[after[0]-'1'])
		text = after[1:]
	}
}

// Flush writes what was collected and forgets it.
func (o *Output) Flush(stdout, stderr io.Writer) error {
	var errs []error
	for _, p := range o.written {
		w := stdout
		if p.stderr {
			w = stderr
		}
		_, err := w.Write(p.text)
		errs = append(errs, err)
	}
	o.Discard()
	return errors.Join(errs...)
}

// Text is all that was collected, both streams in order.
func (o *Output) Text() string {
	var b strings.Builder
	for _, p := range o.written {
		b.Write(p.text)
	}
	return b.String()
}

// Discard forgets what was collected.
func (o *Output) Discard() { o.written = nil }

func (o *Output) add(stderr bool, text string) {
	if text == "" {
		return
	}
	last := len(o.written) - 1
	if last < 0 || o.written[last].stderr != stderr {
		o.written = append(o.written, &written{stderr: stderr})
		last++
	}
	o.written[last].text = append(o.written[last].text, text...)
}
