// Package program has what the imitated programs share: the process that one of
// them runs in, and the store of the host that it works on.
package program

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A Store holds the host that a run reads or changes.
type Store interface {
	// View hands the host to fn, which does not change it.
	View(ctx context.Context, fn func(*host.Host) error) error
	// Update hands the host to fn to be changed; an error changes nothing.
	Update(ctx context.Context, fn func(*host.Host) error) error
}

// Env is what one run sees of the process around it.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time

	// FetchBreaks reports whether the connection of fetch breaks after that
	// many files. Nil means that it never breaks.
	FetchBreaks func(files int) bool
}

// Root reports whether root runs the program.
func (e Env) Root() bool {
	user := e.Getenv("FAKEIOCAGE_USER")
	return user == "" || user == "root"
}

// Breaks reports whether the connection of fetch breaks after that many files.
func (e Env) Breaks(files int) bool { return e.FetchBreaks != nil && e.FetchBreaks(files) }

// FetchDelay returns the time that fetch takes for each file.
func (e Env) FetchDelay() (time.Duration, error) {
	text := e.Getenv("FAKEIOCAGE_FETCH_DELAY")
	if text == "" {
		return 0, nil
	}
	delay, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("cannot use FAKEIOCAGE_FETCH_DELAY=%s: write a time such as 500ms or 2s", text)
	}
	return delay, nil
}

// Pause waits, and returns an error if the caller gave up.
func Pause(ctx context.Context, length time.Duration) error {
	if length == 0 {
		return nil
	}
	select {
	case <-time.After(length):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
