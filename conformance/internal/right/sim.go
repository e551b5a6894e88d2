package right

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Sim is the right server as a program, of which it returns the exit status: a
// simulated host, or a mutant of it named by the environment variable MUTANT. It
// ends on SIGTERM.
func Sim(args []string) int {
	flags := flag.NewFlagSet("right-sim", flag.ContinueOnError)
	name := flags.String("edition", os.Getenv("SYSADM_EDITION"), "")
	documented := flags.String("documented", "", "")
	for _, ignored := range []string{"compat", "ws-addr", "rest-addr", "management-addr"} {
		flags.String(ignored, "", "")
	}
	if len(args) == 0 || flags.Parse(args[1:]) != nil {
		return 2
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	dir, _ := os.MkdirTemp("", "right-sim-")
	defer os.RemoveAll(dir)
	ready, stop, err := startSim(dir, *name, *documented, false)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	tellReady(ready)
	<-ctx.Done()
	_ = stop()
	return 0
}

// tellReady prints the ready line and writes the file READY, if there is to be one.
func tellReady(ready object) {
	_ = json.NewEncoder(os.Stdout).Encode(ready)
	if file := os.Getenv("READY"); file != "" {
		text, _ := json.Marshal(object{"ws": ready["ws"], "rest": ready["rest"], "fingerprint": ready["fingerprint"]})
		_ = os.WriteFile(file, text, 0o600)
	}
}

// startSim starts the right server, or the mutant, with levers or without, and
// returns its ready line.
func startSim(dir, name, documented string, levers bool) (ready object, stop func() error, err error) {
	e, err := edition.Find(name)
	if err != nil {
		return nil, nil, err
	}
	h, err := hostNamed(os.Getenv("MUTANT"))
	if err != nil {
		return nil, nil, err
	}
	s := h.newServer(newHost(e, documented))
	endpoint, certificate, stop := h.listen(s, false)
	if levers {
		endpoint, stop = withLevers(s, endpoint, stop)
	}
	endpoint.CAFile, err = writeCertificate(dir, certificate)
	return readyLine(endpoint), stop, err
}

// hostNamed is the right host, or that of the mutant of a name.
func hostNamed(name string) (*Host, error) {
	if name == "" {
		return &Host{}, nil
	}
	i := slices.IndexFunc(mutants, func(m mutant) bool { return m.name == name })
	if i < 0 {
		return nil, fmt.Errorf("no mutant is named %q", name)
	}
	return &mutants[i].host, nil
}

// writeCertificate writes it to a file of its own, as each host has another.
func writeCertificate(dir string, certificate []byte) (path string, err error) {
	file, err := os.CreateTemp(dir, "ca-*.pem")
	if err != nil {
		return "", err
	}
	defer file.Close()
	return file.Name(), pem.Encode(file, &pem.Block{Type: "CERTIFICATE", Bytes: certificate})
}

func readyLine(e conformance.Endpoint) object {
	return object{
		"ws": e.WS, "rest": e.REST, "ca_file": e.CAFile, "fingerprint": e.Fingerprint, "pid": os.Getpid(),
		"user": e.User, "password": e.Password, "operator": e.Operator, "operator_password": e.OperatorPassword,
		"management": e.Levers,
	}
}
