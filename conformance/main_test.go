package conformance_test

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"flag"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/commandline"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sysadm-conformance": func() { os.Exit(commandline.Main(os.Args[1:], commandline.System())) },
		"right-sim":          rightSim,
	})
}

// The program, as people run it, against a right server that obeys the harness
// contract, and against wrong ones.
func TestProgram(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			return nil
		},
	})
}

// rightSim is the right server as a program: a simulated host, or a mutant of
// it named by the environment variable MUTANT.
func rightSim() {
	fs := flag.NewFlagSet("right-sim", flag.ExitOnError)
	name := fs.String("edition", os.Getenv("SYSADM_EDITION"), "")
	documented := fs.String("documented", "", "")
	for _, ignored := range []string{"compat", "ws-addr", "rest-addr"} {
		fs.String(ignored, "", "")
	}
	_ = fs.Parse(os.Args[2:])
	e, err := edition.Find(*name)
	if err != nil {
		os.Exit(3)
	}
	h := &rightHost{style: documentedStyle}
	for _, m := range mutants {
		if m.name == os.Getenv("MUTANT") {
			h = &m.host
		}
	}
	r := newRight(newHost(e, *documented), h.style)
	if h.bend != nil {
		h.bend(r)
	}
	endpoint, certificate, stop := h.listen(r)
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	dir, _ := os.MkdirTemp("", "right-sim-")
	defer os.RemoveAll(dir)
	ca := filepath.Join(dir, "ca.pem")
	_ = os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), 0o600)
	ready := map[string]any{"ws": endpoint.WS, "rest": endpoint.REST, "ca_file": ca, "pid": os.Getpid(), "user": endpoint.User, "password": endpoint.Password,
		"operator": endpoint.Operator, "operator_password": endpoint.OperatorPassword}
	_ = json.NewEncoder(os.Stdout).Encode(ready)
	if ready := os.Getenv("READY"); ready != "" {
		text, _ := json.Marshal(map[string]string{"ws": endpoint.WS, "rest": endpoint.REST, "fingerprint": endpoint.Fingerprint})
		_ = os.WriteFile(ready, text, 0o600)
	}
	<-ctx.Done()
	_ = stop()
}
