// Package conformancetest judges a sysadm server in a Go test: every check is a
// subtest, named by its edition and id.
package conformancetest

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/report"
)

// Run judges a server, with each check in a subtest such as
// "2016-02-22/startjail.jid.rest". The flags -run and -skip of go test therefore
// select checks, and no other check is run. Run, Skip and the like in the options
// select, too.
//
// A failure that counts by FailOn fails its subtest with the finding, and so does
// a check that could not be judged. A failure that does not count is logged. A
// check that cannot be run on the target is skipped with its reason, and fails
// with NoSkips. The test also fails if nothing was judged.
//
// With Parallel greater than 1 the subtests run in parallel, as many as the flag
// -parallel of go test allows. On a host that all checks share they run one after
// the other. Progress is not called.
func Run(t *testing.T, o conformance.Options) {
	t.Helper()
	ctx, cancel := bounded(t)
	t.Cleanup(cancel) // not earlier: parallel subtests run after Run has returned
	suite, err := conformance.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	s := &subtests{suite: suite, options: suite.Options()}
	s.parallel = o.Parallel > 1 && s.options.Host.Simulated()
	t.Cleanup(func() { s.end(t) })
	s.run(t)
}

// subtests are the checks of a suite as tests.
type subtests struct {
	suite           *conformance.Opened
	options         conformance.Options
	parallel        bool
	judged, skipped atomic.Int64
}

func (s *subtests) run(t *testing.T) {
	for _, e := range s.options.Editions {
		t.Run(e.Name, func(t *testing.T) { s.edition(t, e.Name) })
	}
}

// edition is the subtest of the checks of one edition.
func (s *subtests) edition(t *testing.T, name string) {
	for _, c := range s.suite.Checks() {
		if c.Edition.Name == name {
			t.Run(c.ID, func(t *testing.T) { s.check(t, c) })
		}
	}
}

// check is the subtest of one check.
func (s *subtests) check(t *testing.T, c conformance.Check) {
	if s.parallel {
		t.Parallel()
	}
	ctx, cancel := bounded(t)
	defer cancel()
	o := s.suite.Judge(ctx, c)
	o.Reproduce = reproduce(t)
	if o.Status == conformance.Skip && !s.options.NoSkips {
		s.skipped.Add(1)
		t.Skip(o.Message)
	}
	s.judged.Add(1)
	switch {
	case o.Status == conformance.Pass:
	case o.Status == conformance.Skip:
		t.Errorf("skipped: %s", o.Message)
	case o.Status == conformance.Error, o.Counts(s.options.FailOn):
		t.Errorf("\n%s", report.Finding(o))
	default:
		t.Logf("this failure does not count:\n%s", report.Finding(o))
	}
}

// end closes the suite after all subtests, the parallel ones, too. Nothing
// judged is no success.
func (s *subtests) end(t *testing.T) {
	changes, err := s.suite.Close(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Error(err)
	}
	for _, c := range changes {
		if c.Ours {
			t.Errorf("left behind on the host: %s", c.Text)
			continue
		}
		t.Logf("changed by others on the host: %s", c.Text)
	}
	switch {
	case t.Failed(), t.Skipped(), s.judged.Load() > 0:
	case s.skipped.Load() > 0:
		t.Error("cannot judge: every check that was selected is skipped")
	default:
		t.Error("cannot judge: no check was selected")
	}
}

// spare is how long before the end of go test's -timeout a check is given up, at
// most, so that there is time to put back what it borrowed, and to say so.
const spare = 5 * time.Second

var errTimeout = errors.New("the -timeout of go test is near")

// bounded is the context of a test, that ends shortly before its deadline.
func bounded(t *testing.T) (context.Context, context.CancelFunc) {
	deadline, ok := t.Deadline()
	if !ok {
		return context.WithCancel(t.Context())
	}
	return context.WithDeadlineCause(t.Context(), deadline.Add(-min(spare, time.Until(deadline)/10)), errTimeout)
}

// reproduce is the command that runs a test again, alone.
func reproduce(t *testing.T) string {
	parts := strings.Split(t.Name(), "/")
	for i, part := range parts {
		parts[i] = "^" + strings.ReplaceAll(part, ".", `\.`) + "$"
	}
	return "go test -run '" + strings.Join(parts, "/") + "'"
}
