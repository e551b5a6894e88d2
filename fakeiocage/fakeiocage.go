package fakeiocage

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	_ "github.com/sysadm-go/sysadm/fakeiocage/internal/stack" // grows the stack when it is initialised
)

// Env is the part of the process that one run of the command uses. A zero field
// means that there is none: no input, discarded output, no environment, the
// time of the machine.
type Env struct {
	// Program is the name that the command was called by. Main refuses to be
	// iocage on a FreeBSD that has a real one, unless FAKEIOCAGE_ALLOW is 1.
	Program string

	// Stdin answers the questions of `destroy` and `fetch`.
	Stdin io.Reader

	// Stdout and Stderr take the output, after the changes that it reports are
	// committed.
	Stdout, Stderr io.Writer

	// Getenv returns a variable of the environment. The command reads
	// FAKEIOCAGE_DIALECT, FAKEIOCAGE_USER, FAKEIOCAGE_FETCH_DELAY and RC_PID;
	// Main reads FAKEIOCAGE_STATE, FAKEIOCAGE_LOCK_TIMEOUT and
	// FAKEIOCAGE_FAULTS as well.
	Getenv func(string) string

	// Now is the machine's clock. The host's clock follows it; uuids, tags and
	// last_started come from the host's clock, in its own time zone.
	Now func() time.Time
}

// complete fills in zero fields.
func (e Env) complete() Env {
	if e.Stdin == nil {
		e.Stdin = eof{}
	}
	if e.Stdout == nil {
		e.Stdout = io.Discard
	}
	if e.Stderr == nil {
		e.Stderr = io.Discard
	}
	if e.Getenv == nil {
		e.Getenv = func(string) string { return "" }
	}
	if e.Now == nil {
		e.Now = time.Now
	}
	return e
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// OSEnv is the environment of the present process.
func OSEnv() Env {
	return Env{Program: os.Args[0], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now}
}

// Main runs the command once on the host in the state folder and returns its
// exit status. The arguments do not begin with the program's name.
func Main(args []string, env Env) int {
	env = env.complete()
	h, err := openState(env)
	if err != nil {
		fmt.Fprintln(env.Stderr, "fakeiocage:", err)
		return 1
	}
	return h.Run(context.Background(), args, env)
}

// StateFolder is the default folder of the state: that in FAKEIOCAGE_STATE,
// else fakeiocage in the user's cache folder.
func StateFolder(getenv func(string) string) (string, error) {
	if dir := getenv("FAKEIOCAGE_STATE"); dir != "" {
		return dir, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("cannot find a folder for the state: %w: name one with FAKEIOCAGE_STATE", err)
	}
	return filepath.Join(cache, "fakeiocage"), nil
}

// openState opens the folder in the environment, with its faults.
func openState(env Env) (*Host, error) {
	if err := refuseBesideReal(runtime.GOOS, env.Program, env.Getenv("FAKEIOCAGE_ALLOW"), realPlaces); err != nil {
		return nil, err
	}
	dir, err := StateFolder(env.Getenv)
	if err != nil {
		return nil, err
	}
	limit, err := lockTimeout(env.Getenv("FAKEIOCAGE_LOCK_TIMEOUT"))
	if err != nil {
		return nil, err
	}
	faults, err := readFaults(env.Getenv("FAKEIOCAGE_FAULTS"))
	if err != nil {
		return nil, err
	}
	h, err := openHost(dir, limit)
	if err == nil {
		h.faults = faults
	}
	return h, err
}

// readFaults reads a fault file; an empty name means no faults.
func readFaults(name string) (FaultSet, error) {
	if name == "" {
		return FaultSet{}, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return FaultSet{}, fmt.Errorf("cannot read FAKEIOCAGE_FAULTS: %w", err)
	}
	faults, err := ParseFaults(data)
	if err != nil {
		return FaultSet{}, fmt.Errorf("FAKEIOCAGE_FAULTS=%s: %w", name, err)
	}
	return faults, nil
}

func lockTimeout(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	limit, err := time.ParseDuration(text)
	if err != nil || limit <= 0 {
		return 0, fmt.Errorf("cannot use FAKEIOCAGE_LOCK_TIMEOUT=%s: write a time such as 500ms or 60s", text)
	}
	return limit, nil
}
