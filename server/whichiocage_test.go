package server_test

import (
	"fmt"
	"log/slog"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server"
)

// A server says at its start that its edition is for the other iocage, and what
// to do. It says nothing of the right one, and of a program that it does not
// know.
func TestOtherIocage(t *testing.T) {
	const shell, rewritten = "the iocage of this host is the shell program, but edition 2017-06-05 is for the rewrite in Python: serve edition 2016-02-22, or install that iocage",
		"the iocage of this host is the rewrite in Python, but edition 2016-02-22 is for the shell program: serve edition 2017-06-05, or install that iocage"
	asked := regexp.MustCompile("has iocage|iocage does not")
	tests := []struct {
		edition edition.Edition
		prints  string
		want    string
	}{
		{edition2017, "iocage DEVELOP (2016-02-01)", shell},
		{edition2017, "iocage 1.7.4 (2016/02/17)", shell},
		{edition2017, "0.9.9-ALPHA", ""},
		{edition2017, "0.9.9 07/28/2017", ""},
		{edition2017, "Version\t1.2", ""},
		{edition2017, "usage", ""},
		{edition2017, "", ""},
		{edition.Default, "iocage DEVELOP (2016-02-01)", ""},
		{edition.Default, "0.9.9-ALPHA", rewritten},
		{edition.Default, "Version\t1.2", rewritten},
	}
	for _, test := range tests {
		t.Run(test.edition.Name+" "+test.prints, func(t *testing.T) {
			log := &lockedBuffer{}
			program := script(t, "iocage", fmt.Sprintf("[ \"$*\" = --version ] && echo '%s'\n", test.prints))
			tg := start(t, server.Options{Edition: test.edition, Iocage: program, Logger: slog.New(slog.NewTextHandler(log, nil))})
			require.Eventually(t, func() bool { return asked.MatchString(log.String()) }, timeout, tick)
			require.NoError(t, tg.stop())
			if test.want == "" {
				require.NotContains(t, log.String(), "WARN")
			} else {
				require.Contains(t, log.String(), `level=WARN msg="`+test.want+`"`)
			}
		})
	}
}
