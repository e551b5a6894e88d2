package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/server"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sysadm-bench": main,
		"fakeiocage":   func() { os.Exit(fakeiocage.Main(os.Args[1:], fakeiocage.OSEnv())) },
		"sysadm-server": func() {
			os.Exit(server.Main(os.Args[1:], server.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}))
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", "atexit_sleep_ms=10") // the race detector waits a second at exit
			env.Setenv("GOCACHE", os.Getenv("GOCACHE"))
			return nil
		},
	})
}
