package main

import (
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sysadm-sim": main,
		"fakeiocage": func() { os.Exit(fakeiocage.Main(os.Args[1:], fakeiocage.OSEnv())) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"waitfor": waitFor},
		Setup: func(env *testscript.Env) error {
			env.Setenv("FAKEIOCAGE_STATE", env.WorkDir+"/state")
			return nil
		},
	})
}

// waitFor waits until a file exists, which a program in the background makes.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitfor file")
	}
	deadline := time.Now().Add(time.Minute)
	for {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s does not appear", args[0])
		}
		time.Sleep(time.Millisecond)
	}
}
