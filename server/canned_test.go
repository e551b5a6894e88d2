package server_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/server"
)

// canned is an iocage without state: folders with files named after the
// arguments, ARG_ARG.stdout, .stderr and .status. It prints what the first
// folder with such files has. It refuses other arguments as an unknown jail.
type canned []string

// host answers as iocage does on the host of the documents' examples. On the
// host already, the jail test is already up when it is started, and already
// down when it is stopped.
var (
	host    = canned{"testdata/iocage/host"}
	already = canned{"testdata/iocage/already", "testdata/iocage/host"}
)

func (c canned) Run(_ context.Context, args ...string) (server.Output, error) {
	name := strings.Join(args, "_")
	for _, folder := range c {
		out, found, err := c.read(filepath.Join(folder, name))
		if found || err != nil {
			return out, err
		}
	}
	return server.Output{Stderr: fmt.Appendf(nil, "  ERROR: %s not found!\n", name), ExitCode: 1}, nil
}

func (c canned) read(base string) (out server.Output, found bool, err error) {
	for suffix, into := range map[string]func([]byte){
		".stdout": func(text []byte) { out.Stdout = text },
		".stderr": func(text []byte) { out.Stderr = text },
		".status": func(text []byte) { fmt.Sscan(string(text), &out.ExitCode) },
	} {
		text, readErr := os.ReadFile(base + suffix)
		if errors.Is(readErr, fs.ErrNotExist) {
			continue
		}
		err, found = errors.Join(err, readErr), true
		into(text)
	}
	return out, found, err
}

// playIocage is the program iocage of the scripts: canned, or what the
// environment variable CANNED names: hang, fail or flood.
func playIocage() {
	switch os.Getenv("CANNED") {
	case "hang":
		time.Sleep(time.Hour)
	case "fail":
		fmt.Fprintln(os.Stderr, "iocage: cannot allocate memory")
		os.Exit(70)
	case "flood":
		for {
			if _, err := os.Stdout.WriteString(strings.Repeat("flood\n", 1<<16)); err != nil {
				os.Exit(1)
			}
		}
	}
	out, err := canned(filepath.SplitList(os.Getenv("CANNED_HOST"))).Run(context.Background(), os.Args[1:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(99)
	}
	_, _ = os.Stdout.Write(out.Stdout)
	_, _ = os.Stderr.Write(out.Stderr)
	os.Exit(out.ExitCode)
}
