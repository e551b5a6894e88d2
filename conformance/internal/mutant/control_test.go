package mutant_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/build"
	"github.com/sysadm-go/sysadm/conformance/internal/mutant"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// sim is the simulated host, built once for all tests.
var sim string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "mutant-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := build.Programs(dir, "sysadm-sim"); err != nil {
		panic(err)
	}
	sim = filepath.Join(dir, "sysadm-sim")
	return m.Run()
}

// failed are the checks of a result that did not pass and were not skipped.
func failed(r conformance.Result) []string {
	var list []string
	for _, o := range r.Checks {
		if o.Status == conformance.Fail || o.Status == conformance.Error {
			list = append(list, fmt.Sprintf("%s %s %s: %s", o.Check.Edition.Name, o.Check.Level, o.Check.ID, o.Message))
		}
	}
	return list
}

// The control: a proxy that changes nothing is no mutant.
func TestProxyChangesNothing(t *testing.T) {
	if race.Detector {
		t.Skip("the sample of mutants has the detector watch the proxy: make test runs the whole suite through it without")
	}
	for _, compat := range edition.Compats {
		t.Run(compat.Name, func(t *testing.T) {
			t.Parallel()
			inner := &conformance.Simulator{Path: sim}
			result, err := conformance.Run(t.Context(), conformance.Options{
				Host: &mutant.Host{Inner: inner}, Editions: edition.Editions, Compat: compat, Timeout: 20 * time.Second,
			})
			require.NoError(t, err)
			require.Empty(t, failed(result))
			require.Equal(t, conformance.Passes, result.Verdict())
		})
	}
}
