package server_test

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/server"
)

// TestMain lets the test binary act as the server and as iocage in scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sysadm-server": func() {
			os.Exit(server.Main(os.Args[1:], server.Env{
				Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
			}))
		},
		"iocage": playIocage,
	})
}
