package conformance

import "github.com/sysadm-go/sysadm/conformance/internal/judge"

// A Cmd is a command that scripts may use.
type Cmd = judge.Cmd

// Cmds is the one list of the commands of scripts, in the order in which a
// script uses them. scripts/README.md is written from it.
var Cmds = judge.Cmds
