package commandline

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"github.com/sysadm-go/sysadm/conformance/report"
)

// An output is standard output, which may be full or closed. What could not be
// written there must not end in status 0.
type output struct {
	to  io.Writer
	err error // the first one
}

func (o *output) Write(text []byte) (int, error) {
	n, err := o.to.Write(text)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("cannot write to standard output: %v", err)
	}
	return n, err
}

// outliveReaders keeps the program alive when nobody reads its output any more:
// writes fail instead, and what a run has borrowed is put back. It returns what
// ends that.
func outliveReaders() (stop func()) {
	gone := make(chan os.Signal, 1)
	signal.Notify(gone, syscall.SIGPIPE)
	return func() { signal.Stop(gone) }
}

// isTerminal reports whether a person reads what is written, on a terminal that
// can go back in a line.
func isTerminal(env Env, w io.Writer) bool {
	if o, ok := w.(*output); ok {
		w = o.to
	}
	file, ok := w.(*os.File)
	return ok && env.Getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}

// writeJSON prints a value for other programs.
func writeJSON(w io.Writer, value any) error {
	text, err := report.Indented(value)
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}
