package judge

import (
	"encoding/base64"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/naming"
	"github.com/sysadm-go/sysadm/conformance/internal/near"
)

// A Variable is one that every script has from the beginning.
type Variable struct {
	Name string

	// Text says what it is.
	Text string

	// Heavy is one that weighs more than all others: only scripts that use it have it.
	Heavy bool

	value func(j *judge) string
}

// Variables is the one list of them. scripts/README.md is written from it.
var Variables = []Variable{
	{Name: "TRANSPORT", Text: "the transport over which each session begins", value: func(j *judge) string { return j.of.Transport }},
	{Name: "ACTION", Text: "the action, of a check for each", value: func(j *judge) string { return j.of.Action }},
	{Name: "PARAMETER", Text: "the parameter, of a check for each", value: func(j *judge) string { return j.of.Parameter }},
	{Name: "EXCHANGE", Text: "the documented exchange, of a check of one", value: func(j *judge) string { return j.of.Exchange }},
	{Name: "EDITION", Text: "the edition by which is judged", value: func(j *judge) string { return j.of.Edition.Name }},
	{Name: "JAILS", Text: "the path of the jails in an answer of listjails, which depends on the edition", value: (*judge).jailsAt},
	{Name: "JAIL", Text: "the jail of the run; `given` sets it where none was named", value: func(j *judge) string { return j.of.Jail }},
	{Name: "POOL", Text: "the pool of the run", value: func(j *judge) string { return j.of.Pool }},
	{Name: "JOB", Text: "an id that no job has", value: (*judge).newJob},
	{Name: "JOB2", Text: "another one", value: (*judge).newJob},
	{Name: "ABSENT", Text: "a name that nothing has", value: func(*judge) string { return near.Absent }},

	{Name: "USER", Text: "the user of the run", value: func(j *judge) string { return j.host.User }},
	{Name: "USERCASE", Text: "the same with upper and lower case exchanged, which is nobody", value: func(j *judge) string { return inOtherCase(j.host.User) }},
	{Name: "USERBASIC", Text: "the user alone in the form of HTTP Basic", value: func(j *judge) string { return basic(j.host.User) }},
	{Name: "PASSWORD", Text: "that user's password", value: func(j *judge) string { return j.host.Password }},
	{Name: "PASSWORDCASE", Text: "the same with upper and lower case exchanged, which is wrong", value: func(j *judge) string { return inOtherCase(j.host.Password) }},
	{Name: "PASSWORDPART", Text: "the same without its last character, which is wrong", value: func(j *judge) string { return near.OrAbsent(near.AllButLast(j.host.Password), "") }},
	{Name: "BASIC", Text: "the login of the run in the form of HTTP Basic", value: func(j *judge) string { return basic(j.host.User + ":" + j.host.Password) }},
	{Name: "OPERATOR", Text: "the user without full access", value: func(j *judge) string { return j.host.Operator }},
	{Name: "OPERATORWORD", Text: "the operator's password", value: func(j *judge) string { return j.host.OperatorPassword }},
	{Name: "OTHERWORD", Text: "the same, or a wrong one where both users have the same password", value: func(j *judge) string { return near.OrAbsent(j.host.OperatorPassword, j.host.Password) }},
	{Name: "OTHERBASIC", Text: "the operator's login in the form of HTTP Basic", value: func(j *judge) string { return basic(j.host.Operator + ":" + j.host.OperatorPassword) }},

	{Name: "NUL", Text: "a NUL", value: func(*judge) string { return "\x00" }},
	{Name: "LINE", Text: "a line break", value: func(*judge) string { return "\n" }},
	{Name: "MANY", Text: "10 000 letters", Heavy: true, value: func(*judge) string { return strings.Repeat("x", 10_000) }},
	{Name: "LONG", Text: "70 000 letters", Heavy: true, value: func(*judge) string { return strings.Repeat("x", 70_000) }},
}

// newJob is the id of a job that there is not.
func (j *judge) newJob() string { return naming.New(j.of.Prefix) }

// inOtherCase is a text with upper and lower case exchanged, or the name of nothing where
// that is the same.
func inOtherCase(text string) string { return near.OrAbsent(near.SwapCase(text), text) }

// basic is a login in the form of HTTP Basic (RFC 7617).
func basic(login string) string { return base64.StdEncoding.EncodeToString([]byte(login)) }

// jailsAt is the path of the jails in an answer of listjails.
func (j *judge) jailsAt() string {
	if j.of.Edition.ListsByJID {
		return "/args/listjails/jails"
	}
	return "/args/listjails"
}
