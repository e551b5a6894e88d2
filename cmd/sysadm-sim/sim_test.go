package main

import (
	"os"
	"slices"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/commandline"
	"github.com/sysadm-go/sysadm/fakeiocage"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sysadm-sim": main,
		"fakeiocage": func() { os.Exit(fakeiocage.Main(os.Args[1:], fakeiocage.OSEnv())) },

		"sysadm-conformance": func() { os.Exit(commandline.Main(os.Args[1:], commandline.System())) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"waitfor": waitFor, "waitcall": waitCall, "lever": useLever,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("FAKEIOCAGE_STATE", env.WorkDir+"/state")
			env.Setenv("GORACE", "atexit_sleep_ms=10") // the race detector waits a second at exit
			return nil
		},
	})
}

// waitFor waits for a file that a background program makes.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitfor file")
	}
	until(ts, args[0]+" to appear", func() bool {
		info, err := os.Stat(ts.MkAbs(args[0]))
		return err == nil && info.Size() > 0
	})
}

// waitCall waits until a call of the subcommand that the fault struck is
// recorded.
func waitCall(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: waitcall command fault")
	}
	h, err := fakeiocage.OpenHost(ts.Getenv("FAKEIOCAGE_STATE"))
	ts.Check(err)
	until(ts, "a call", func() bool {
		calls, err := h.Calls()
		ts.Check(err)
		return slices.ContainsFunc(calls, func(c fakeiocage.Call) bool {
			return c.Args[0] == args[0] && slices.Contains(c.Faults, args[1])
		})
	})
}

func until(ts *testscript.TestScript, what string, holds func() bool) {
	for deadline := time.Now().Add(time.Minute); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			ts.Fatalf("waited a minute for %s", what)
		}
	}
}
