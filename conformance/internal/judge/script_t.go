package judge

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptT is what testscript asks of a testing.T, outside of go test.
type scriptT struct {
	log    strings.Builder
	failed bool
}

// stopScript unwinds the goroutine of a script.
type stopScript struct{}

// run calls f until it returns or the script is stopped.
func (t *scriptT) run(f func()) {
	defer func() {
		if r := recover(); r != nil && r != (stopScript{}) {
			t.failed = true
			fmt.Fprintf(&t.log, "panic: %v\n", r)
		}
	}()
	f()
}

func (t *scriptT) Run(_ string, f func(testscript.T)) { t.run(func() { f(t) }) }
func (t *scriptT) Log(args ...any)                    { fmt.Fprintln(&t.log, args...) }
func (t *scriptT) Skip(args ...any)                   { t.Fatal(args...) }
func (t *scriptT) Fatal(args ...any)                  { t.Log(args...); t.FailNow() }
func (t *scriptT) FailNow()                           { t.failed = true; panic(stopScript{}) }
func (t *scriptT) Parallel()                          {}
func (t *scriptT) Verbose() bool                      { return false }

// failLine is how testscript ends the log of a failing script.
var failLine = regexp.MustCompile(`(?m)^FAIL: .*?:(\d+): (.*)$`)

func (t *scriptT) line() int {
	m := failLine.FindStringSubmatch(t.log.String())
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

func (t *scriptT) message() string {
	if m := failLine.FindStringSubmatch(t.log.String()); m != nil {
		return fmt.Sprintf("line %s: %s", m[1], m[2])
	}
	return strings.TrimSpace(t.log.String())
}
