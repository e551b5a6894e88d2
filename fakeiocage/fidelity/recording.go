package fidelity

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/renameio/v2"
	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/document"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/replay"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Recording records what an iocage answers, as a transcript that Replay
// reads. Any number of processes may add to one file at the same time.
type Recording struct {
	// File is the transcript; it is made when it is missing.
	File string

	// Scenario, Dialect and Host describe a new transcript. Default: the
	// file's name, what the program says to --version, and what zpool, uname
	// and /etc/hostid say of the machine.
	Scenario, Dialect string
	Host              *fakeiocage.Seed

	// User runs the program; empty: root.
	User string

	// Getenv returns a variable of the environment; RC_PID is written down.
	Getenv func(string) string
}

// recordingMark prevents a recording program on PATH from recording itself.
const recordingMark = "FAKEIOCAGE_RECORDING"

// lastWords is how long a program that has ended may keep its output open.
const lastWords = 2 * time.Second

// Run runs the program, passes everything through and adds the call to the
// transcript. It returns the program's exit status: 128 and the number of the
// signal, when one ended it.
func (r Recording) Run(ctx context.Context, program string, args []string, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	if r.Getenv(recordingMark) != "" {
		return 0, fmt.Errorf("cannot record %s: it is a recording itself: name the real program with its whole path", program)
	}
	if err := r.begin(ctx, program); err != nil {
		return 0, err
	}
	var in, out, complaints bytes.Buffer
	cmd := command(ctx, program, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = io.TeeReader(stdin, &in), io.MultiWriter(stdout, &out), io.MultiWriter(stderr, &complaints)
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) && !errors.Is(err, exec.ErrWaitDelay) {
		return 0, fmt.Errorf("cannot run %s: %w", program, err)
	}
	step := replay.Step{
		Args: args, User: r.User, Stdin: in.String(),
		Stdout: out.String(), Stderr: complaints.String(), ExitCode: exitStatus(cmd.ProcessState),
	}
	if pid := r.Getenv("RC_PID"); pid != "" {
		step.Env = map[string]string{"RC_PID": pid}
	}
	return step.ExitCode, r.add(func(t *replay.Transcript) { t.Steps = append(t.Steps, step) })
}

func command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), recordingMark+"=1")
	cmd.WaitDelay = lastWords
	return cmd
}

// begin makes the transcript, if there is none yet.
func (r Recording) begin(ctx context.Context, program string) error {
	if _, err := os.Stat(r.File); err == nil {
		return nil
	}
	seed := r.Host
	if seed == nil {
		asked, err := askMachine(ctx)
		if err != nil {
			return err
		}
		seed = &asked
	}
	host, err := json.Marshal(seed)
	if err != nil {
		return err
	}
	dialect := cmp.Or(r.Dialect, askDialect(ctx, program))
	return r.add(func(t *replay.Transcript) {
		if t.Host == nil {
			t.Scenario = cmp.Or(r.Scenario, strings.TrimSuffix(filepath.Base(r.File), ".json"))
			t.Program, t.Dialect, t.Host = program, dialect, host
		}
	})
}

// add changes the transcript atomically.
func (r Recording) add(change func(*replay.Transcript)) error {
	unlock, err := lockedfile.MutexAt(r.File + ".lock").Lock()
	if err != nil {
		return fmt.Errorf("cannot record: %w", err)
	}
	defer unlock()
	t := replay.Transcript{Steps: []replay.Step{}}
	if _, err := os.Stat(r.File); err == nil {
		if t, err = replay.Read(r.File); err != nil {
			return err
		}
	}
	change(&t)
	text, err := document.Indented(t)
	if err == nil {
		err = renameio.WriteFile(r.File, text, 0o644, renameio.WithTempDir(filepath.Dir(r.File)))
	}
	if err != nil {
		return fmt.Errorf("cannot record: %w", err)
	}
	return nil
}

// askDialect returns the dialect with the version that the program prints, or
// else the default.
func askDialect(ctx context.Context, program string) string {
	out, err := command(ctx, program, "--version").Output()
	for _, d := range edition.Dialects {
		if err == nil && strings.TrimSpace(string(out)) == d.Version {
			return d.Name
		}
	}
	return edition.DefaultDialect.Name
}
