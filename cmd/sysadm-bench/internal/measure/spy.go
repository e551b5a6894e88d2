package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/load"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// A watched question has the commands that the server runs to answer it, as
// recorded by a program in place of iocage.
type watched struct {
	load.Question
	argvs [][]string // for iocage, without its name
}

// watch asks a server the questions, over an iocage that records its command
// lines.
func (b *Bench) watch(ctx context.Context, h *host, questions []load.Question) ([]watched, error) {
	calls := filepath.Join(h.folder, "calls")
	spy, err := h.script("spy", fmt.Sprintf("printf '%%s\\n' \"$@\" '' >> %s\nexec %s \"$@\"\n", quoted(calls), quoted(h.iocage)))
	if err != nil {
		return nil, err
	}
	server, err := b.serve(ctx, h, spy)
	if err != nil {
		return nil, err
	}
	var seen []watched
	for _, q := range questions {
		argvs, err := ask(ctx, server.Ready, q, calls)
		if err != nil {
			return nil, errors.Join(err, end(server))
		}
		seen = append(seen, watched{q, argvs})
	}
	return seen, end(server)
}

// ask asks once and returns the recorded command lines.
func ask(ctx context.Context, to process.Ready, q load.Question, calls string) ([][]string, error) {
	if err := os.WriteFile(calls, nil, 0o600); err != nil {
		return nil, fmt.Errorf("cannot write down calls: %w", err)
	}
	client, err := load.WebSocket.Open(ctx, to, q)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	if _, err := client.Ask(); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(calls)
	if err == nil && len(text) == 0 {
		err = errors.New("it ran none")
	}
	if err != nil {
		return nil, fmt.Errorf("cannot see how %s calls iocage: %w", q.Action, err)
	}
	return parseCalls(text), nil
}

// parseCalls parses recorded command lines: each argument on a line, and an
// empty line after each call.
func parseCalls(text []byte) [][]string {
	var argvs [][]string
	for call := range bytes.SplitSeq(bytes.TrimSuffix(text, []byte("\n\n")), []byte("\n\n")) {
		argvs = append(argvs, strings.Split(string(call), "\n"))
	}
	return argvs
}

// canned makes an iocage that repeats what the host's own one prints for the
// questions. Like iocage it is a shell script, but it uses only the shell's
// builtins.
func (h *host) canned(ctx context.Context, questions []watched) (string, error) {
	var cases strings.Builder
	cases.WriteString("case \"$*\" in\n")
	for _, q := range questions {
		for _, argv := range q.argvs {
			out, _, err := process.Command{Argv: append([]string{h.iocage}, argv...), Env: h.env()}.Run(ctx)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&cases, "%s) printf %%s %s ;;\n", quoted(strings.Join(argv, " ")), quoted(string(out)))
		}
	}
	cases.WriteString("*) exit 1 ;;\nesac\n")
	return h.script("canned", cases.String())
}

// script writes a shell script.
func (h *host) script(name, text string) (string, error) {
	path := filepath.Join(h.folder, name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		return "", fmt.Errorf("cannot write the script %s: %w", name, err)
	}
	return path, nil
}

// quoted quotes text as one word for the shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// end ends a server and ignores its usage.
func end(p *process.Process) error {
	_, err := p.End()
	return err
}
