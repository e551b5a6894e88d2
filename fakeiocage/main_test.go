package fakeiocage_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestMain lets scripts and tests run the command in processes of its own, as
// iocage on the PATH.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"iocage": iocage})
}

// iocage is the command with the clock that $NOW sets, so that scripts get the
// same uuids and times in every run.
func iocage() {
	env := fakeiocage.OSEnv()
	if now := os.Getenv("NOW"); now != "" {
		moment, err := time.Parse(time.RFC3339, now)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		env.Now = func() time.Time { return moment }
	}
	os.Exit(fakeiocage.Main(os.Args[1:], env))
}

// TestScripts runs the scripts: one for each subcommand, and for what bad input
// and bad state get.
func TestScripts(t *testing.T) { runScripts(t, "testdata/script", "") }

// TestPythonScripts does the same for the rewrite of 2017.
func TestPythonScripts(t *testing.T) { runScripts(t, "testdata/python", "python-2017-06-05") }

func runScripts(t *testing.T, dir, dialect string) {
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("FAKEIOCAGE_STATE", filepath.Join(e.WorkDir, "state"))
			e.Setenv("GORACE", "atexit_sleep_ms=10") // the race detector waits a second at exit
			e.Setenv("NOW", "2016-02-05T12:00:00Z")
			e.Setenv("FAKEIOCAGE_DIALECT", dialect)
			return nil
		},
	})
}
