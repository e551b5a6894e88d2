package iocage

import "context"

// A Runner runs the iocage command with the given arguments, each one passed
// as it is: no shell reads them. It returns what the command printed and its
// exit status; an error means that there is no exit status to tell.
type Runner interface {
	Run(ctx context.Context, args ...string) (Output, error)
}

// A Knower is a Runner that may know what a command would print now, and its exit
// status, without running it: an imitated host that is what it was. It says so at
// once.
type Knower interface {
	Known(args ...string) (Output, bool)
}

// Output is what one run of the command printed. Nobody may change it.
type Output struct {
	Stdout, Stderr []byte
	ExitCode       int
}
