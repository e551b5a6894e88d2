package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// programs are those of the simulated host, beside iocage.
var programs = map[string]program{
	"echo":  echo,
	"true":  func(context.Context, []string, io.Writer) int { return 0 },
	"false": func(context.Context, []string, io.Writer) int { return 1 },
	"cat":   cat,
	"grep":  grep,
	"seq":   seq,
	"sleep": sleep,
}

func echo(_ context.Context, args []string, out io.Writer) int {
	fmt.Fprintln(out, strings.Join(args, " "))
	return 0
}

// cat copies its input, which is empty, or files, of which the host has none.
func cat(_ context.Context, args []string, out io.Writer) int {
	for _, file := range args {
		fmt.Fprintf(out, "cat: %s: No such file or directory\n", file)
	}
	return min(len(args), 1)
}

// seq prints the numbers from 1 to the last argument, each as -f FORMAT tells where it
// stands in place of %g.
func seq(ctx context.Context, args []string, out io.Writer) int {
	format := "%g"
	if len(args) > 2 && args[0] == "-f" {
		format, args = args[1], args[2:]
	}
	last, err := strconv.Atoi(strings.TrimPrefix(strings.Join(args, " "), "1 "))
	if err != nil {
		fmt.Fprintln(out, "usage: seq [-f format] [1] last")
		return 1
	}
	for n := 1; n <= last && ctx.Err() == nil; n++ {
		fmt.Fprintln(out, strings.ReplaceAll(format, "%g", strconv.Itoa(n)))
	}
	return 0
}

// grep finds nothing: its input is empty, and the host has no files.
func grep(_ context.Context, args []string, out io.Writer) int {
	if len(args) < 2 {
		return 1
	}
	for _, file := range args[1:] {
		fmt.Fprintf(out, "grep: %s: No such file or directory\n", file)
	}
	return 2
}

// sleep sleeps for a number of seconds, which may have a fraction.
func sleep(ctx context.Context, args []string, out io.Writer) int {
	if len(args) != 1 {
		fmt.Fprintln(out, "usage: sleep number")
		return 1
	}
	seconds, err := strconv.ParseFloat(args[0], 64)
	if err != nil {
		fmt.Fprintf(out, "sleep: %s is no number of seconds\n", args[0])
		return 1
	}
	select {
	case <-time.After(time.Duration(seconds * float64(time.Second))):
	case <-ctx.Done():
	}
	return 0
}
