package rpc

import (
	"context"
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// An Error is an error reply: a code, and the part of its cause that clients
// may know. The codes 400, 401, 403 and 404 are the original's; the others are
// used where none of these fits.
type Error struct {
	Code  int
	Cause string // may be empty
}

// reasons are the HTTP reason phrases for the codes of an Error.
var reasons = map[int]string{
	400: "Bad Request",
	401: "Unauthorized",
	403: "Forbidden",
	404: "Not Found",
	405: "Method Not Allowed",
	413: "Content Too Large",
	429: "Too Many Requests",
	500: "Internal Server Error",
	503: "Service Unavailable",
	504: "Gateway Timeout",
}

// Errorf returns an error reply with a cause.
func Errorf(code int, format string, args ...any) *Error {
	return &Error{Code: code, Cause: fmt.Sprintf(format, args...)}
}

// Unauthorized refuses a caller who has to log in. It never has a cause.
func Unauthorized() *Error { return &Error{Code: 401} }

// forbidden refuses a caller who is logged in but lacks the right.
func forbidden() *Error { return Errorf(403, "this needs full access: a user of the group wheel") }

// LoginError is the error reply to a login that failed with err.
func LoginError(err error, c edition.Compat) *Error {
	switch {
	case errors.Is(err, auth.ErrRefused):
		return Unauthorized()
	case errors.Is(err, auth.ErrBlocked):
		return &Error{Code: c.BlockedCode, Cause: err.Error()}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Errorf(503, "the login took too long")
	}
	return Errorf(500, "the login cannot be checked: the server's log says why")
}

// Error is the message of the error reply: the reason phrase of the code,
// followed by the cause if there is one.
func (e *Error) Error() string {
	if e.Cause == "" {
		return reasons[e.Code]
	}
	return reasons[e.Code] + ": " + e.Cause
}

// args are the arguments of the error reply.
func (e *Error) args(c edition.Compat) any {
	var args struct {
		Code    any    `json:"code"`
		Message string `json:"message"`
	}
	args.Code, args.Message = e.Code, e.Error()
	if c.TextCodes {
		args.Code = fmt.Sprint(e.Code)
	}
	if c.BareMessages {
		args.Message = reasons[e.Code]
	}
	return args
}
