package conformance_test

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/commandline"
	"github.com/sysadm-go/sysadm/conformance/internal/race"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sysadm-conformance": func() { os.Exit(commandline.Main(os.Args[1:], commandline.System())) },
		"right-sim":          rightSim,
		"right-sims":         rightSims,
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

// rightSim is the right server as a program: a simulated host, or a mutant of
// it named by the environment variable MUTANT.
func rightSim() {
	fs := flag.NewFlagSet("right-sim", flag.ExitOnError)
	name := fs.String("edition", os.Getenv("SYSADM_EDITION"), "")
	documented := fs.String("documented", "", "")
	for _, ignored := range []string{"compat", "ws-addr", "rest-addr", "management-addr"} {
		fs.String(ignored, "", "")
	}
	_ = fs.Parse(os.Args[2:])
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	dir, _ := os.MkdirTemp("", "right-sim-")
	defer os.RemoveAll(dir)
	ready, stop, err := startRight(dir, *name, *documented, false)
	if err != nil {
		os.Exit(3)
	}
	_ = json.NewEncoder(os.Stdout).Encode(ready)
	if file := os.Getenv("READY"); file != "" {
		text, _ := json.Marshal(map[string]any{"ws": ready["ws"], "rest": ready["rest"], "fingerprint": ready["fingerprint"]})
		_ = os.WriteFile(file, text, 0o600)
	}
	<-ctx.Done()
	_ = stop()
}

// startRight starts the right server, or the mutant, with levers or without, and
// returns its ready line.
func startRight(dir, name, documented string, levers bool) (ready map[string]any, stop func() error, err error) {
	e, err := edition.Find(name)
	if err != nil {
		return nil, nil, err
	}
	h := &rightHost{style: documentedStyle}
	for _, m := range mutants {
		if m.name == os.Getenv("MUTANT") {
			h = &m.host
		}
	}
	r := newRight(newHost(e, documented), h.style)
	if h.bend != nil {
		h.bend(r)
	}
	endpoint, certificate, stop := h.listen(r, false)
	if levers {
		endpoint, stop = withLevers(r, endpoint, stop)
	}
	ca, err := os.CreateTemp(dir, "ca-*.pem") // a host of its own has a certificate of its own
	if err != nil {
		return nil, nil, err
	}
	defer ca.Close()
	err = pem.Encode(ca, &pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	return map[string]any{
		"ws": endpoint.WS, "rest": endpoint.REST, "ca_file": ca.Name(), "fingerprint": endpoint.Fingerprint, "pid": os.Getpid(),
		"user": endpoint.User, "password": endpoint.Password, "operator": endpoint.Operator, "operator_password": endpoint.OperatorPassword,
		"management": endpoint.Levers,
	}, stop, err
}
