package commandline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/commandline"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/conformance/internal/right"
)

// placed gives the programs of the tests a folder.
type placed struct{ *testing.M }

func (p placed) Run() int {
	var err error
	if bin, err = os.MkdirTemp("", "commandline-test-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(bin)
	return p.M.Run()
}

func TestMain(m *testing.M) {
	testscript.Main(placed{m}, map[string]func(){
		"sysadm-conformance": func() { os.Exit(commandline.Main(os.Args[1:], commandline.System())) },
		"right-sim":          func() { os.Exit(right.Sim(os.Args[1:])) },
		"right-sims":         func() { os.Exit(right.Sims(os.Args[1:])) },
	})
}

// The program, as people run it, against a right server that obeys the harness
// contract, and against wrong ones.
func TestProgram(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true, RequireUniqueNames: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"misuse": misuse, "address": address},
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "race" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return race.Detector, nil
		},
	})
}
