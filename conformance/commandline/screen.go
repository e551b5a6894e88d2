package commandline

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// A screen is where a run is shown: the verdict to people, who read standard
// output unless a report is written there, and on a terminal how far it is, in a
// line that is overwritten.
type screen struct {
	out, terminal io.Writer // terminal is nil if nobody looks
	style         report.Style
	verbose       bool
	failed        int
}

// display are the flags that say how a verdict is shown, and where it is written.
type display struct {
	color   string
	quiet   bool
	verbose bool
	reports []string
}

// addReports adds the flag for reports of one of the forms.
func (f *display) addReports(fs *pflag.FlagSet, forms string) {
	fs.StringArrayVar(&f.reports, "report", nil, "also write a report, repeatable: "+forms+"; - for FILE is standard output")
}

// addDisplay adds the flags that say how a verdict is shown.
func (f *display) addDisplay(fs *pflag.FlagSet) {
	fs.StringVar(&f.color, "color", "auto", "colours: auto (on a terminal, unless NO_COLOR is set), always or never")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "print only failures and the verdict")
}

// addProgress adds the flag that shows more than the verdict.
func (f *display) addProgress(fs *pflag.FlagSet) {
	fs.BoolVarP(&f.verbose, "verbose", "v", false, "print a line for each check as it ends, and every failure in full")
}

// checkDisplay says what is wrong with how the verdict is to be shown.
func (f *display) checkDisplay() error {
	switch {
	case !slices.Contains([]string{"auto", "always", "never"}, f.color):
		return fmt.Errorf("unknown value %q for --color: use auto, always or never", f.color)
	case f.quiet && f.verbose:
		return errors.New("cannot be quiet and verbose at once: use --quiet or --verbose")
	}
	return nil
}

func (f *display) newScreen(env Env, people io.Writer) *screen {
	s := &screen{out: people, verbose: f.verbose, style: report.Style{Quiet: f.quiet, Verbose: f.verbose}}
	s.style.Color = f.color == "always" || f.color == "auto" && isTerminal(env, people) && env.Getenv("NO_COLOR") == ""
	if isTerminal(env, env.Stderr) && !f.verbose && !f.quiet {
		s.terminal = env.Stderr
	}
	return s
}

// progress tells the end of a check.
func (s *screen) progress(done, all int, o conformance.Outcome) {
	if o.Status == conformance.Fail || o.Status == conformance.Error {
		s.failed++
	}
	switch {
	case s.verbose && o.Status != conformance.Disabled && o.Status != "":
		report.Line(s.out, s.style, o)
	case s.terminal != nil:
		fmt.Fprintf(s.terminal, "\r\x1b[K%d/%d  %d failed  %.50s", done, all, s.failed, o.Check.ID)
	}
}

// clear ends the line of progress.
func (s *screen) clear() {
	if s.terminal != nil {
		fmt.Fprint(s.terminal, "\r\x1b[K")
	}
}
