package job

import "errors"

// Why jobs are not started. Callers ask with errors.Is.
var (
	// ErrMalformed says that an id or a command is invalid.
	ErrMalformed = errors.New("malformed job")

	// ErrForbidden says that the program may not be run on this host.
	ErrForbidden = errors.New("not allowed here")

	// ErrExists says that a job with the same id waits or runs.
	ErrExists = errors.New("the job exists")

	// ErrFull says that too many jobs wait already.
	ErrFull = errors.New("too many jobs")

	// ErrStopping says that the server is about to end.
	ErrStopping = errors.New("the server is shutting down")
)

// Why a job did not end by itself; the reasons of a Job.
var (
	errKilled  = errors.New("it was killed")
	errUnrun   = errors.New("it was killed before it ran")
	errStopped = errors.New("the server stopped")
)
