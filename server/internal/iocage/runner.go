package iocage

import "context"

// A Runner runs the iocage command with the given arguments, each one passed
// as it is: no shell reads them. It returns what the command printed and its
// exit status; an error means that there is no exit status to tell.
type Runner interface {
	Run(ctx context.Context, args ...string) (Output, error)
}

// A Knower is a Runner that may know the output and exit status of a command
// without running it, such as an imitated host that has not changed. It answers
// at once.
type Knower interface {
	Known(args ...string) (Output, bool)
}

// Output is what one run of the command printed. It must not be changed.
type Output struct {
	Stdout, Stderr []byte
	ExitCode       int
}
