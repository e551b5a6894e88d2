package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

func callsMade(h *fakeiocage.Host, _ input) (any, error) {
	calls, err := h.Calls()
	if calls == nil {
		calls = []fakeiocage.Call{}
	}
	return calls, err
}

// printCalls prints a line for each call: its time, exit status, duration,
// user, words, and the faults that struck it.
func printCalls(w io.Writer, answer any) {
	for _, c := range answer.([]fakeiocage.Call) {
		status := "-"
		if c.ExitCode != nil {
			status = strconv.Itoa(*c.ExitCode)
		}
		fmt.Fprintf(w, "%s  %3s  %7.1f ms  %-8s  iocage %s", c.Time.Format("2006-01-02 15:04:05"), status, c.Milliseconds, c.User, quoted(c.Args))
		if len(c.Faults) > 0 {
			fmt.Fprintf(w, "  [fault: %s]", strings.Join(c.Faults, ", "))
		}
		fmt.Fprintln(w)
	}
}

// quoted quotes words for a shell.
func quoted(words []string) string {
	var all []string
	for _, word := range words {
		if word == "" || strings.ContainsAny(word, " \t\n\r\"'\\$`*?[]|&;<>()#~!") {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		all = append(all, word)
	}
	return strings.Join(all, " ")
}

func callsClear(h *fakeiocage.Host, _ input) (any, error) { return nil, h.ClearCalls() }

func callsExpect(h *fakeiocage.Host, in input) (any, error) {
	return nil, h.ExpectCalls(in.times, in.operands...)
}
