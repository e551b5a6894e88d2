package conformance

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance/internal/judge"
)

var update = flag.Bool("update", false, "rewrite scripts/README.md")

func TestREADMEIsFresh(t *testing.T) {
	const file = "scripts/README.md"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(readme()), 0o644))
	}
	text, err := os.ReadFile(file)
	require.NoError(t, err, "write it with -update")
	require.Equal(t, readme(), string(text), "write it with -update")
}

// readme is scripts/README.md: how a script is written, from the tables that
// are obeyed. A test keeps the file fresh.
func readme() string {
	var b strings.Builder
	b.WriteString(`# Scripts

Written from the tables of the package by ` + "`go test ./conformance -run README -update`" + `.

One file is one check, or one for each transport and action. ` + "`all/`" + ` holds those of
every edition, ` + "`<edition>/`" + ` those of one. ` + "`exchange/`" + ` judges every documented exchange;
its checks are made from the documents. How a check is added:
[docs/conformance.md](../../docs/conformance.md).

## Header

A script begins with comment lines:

- ` + "`# id:`" + ` stable and unique, subject first: ` + "`subject.promise`" + `; the file is named so. Ids are never used again.
- ` + "`# level:`" + ` MUST, SHOULD or MAY.
- ` + "`# requirement:`" + ` the promise in one sentence.
- ` + "`# section:`" + ` the section of the documents, or the [ruling](../../docs/rulings.md) where they are silent or contradict themselves.
- ` + "`# covers:`" + ` the requirements of the contract that a server meets if it passes, by the names of
  [docs/coverage.md](../../docs/coverage.md); $ACTION and $PARAMETER stand for those of ` + "`each`" + `.
- ` + "`# needs:`" + ` what a target must offer or allow; else the check is skipped with that reason: `)
	for i, n := range needs {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "`%s`", n.word)
	}
	b.WriteString(`.
- ` + "`# each:`" + ` ` + "`transport`" + `, ` + "`action`" + `, ` + "`parameter`" + `: one check for each; ids end in ` + "`.<action>.<transport>`" + ` or
  ` + "`.<action>.<parameter>.<transport>`" + `.
- ` + "`# of:`" + ` the parameters meant by ` + "`each`" + `, globs over ` + "`ACTION.PARAMETER`" + ` as in ` + "`*.jail`" + `: a check for each that the edition has.
- ` + "`# offers:`" + ` actions; the check exists in editions that offer them all.

## Variables

$TRANSPORT, $ACTION, $PARAMETER, $EDITION, $JAIL, $POOL, $USER, $PASSWORD, $EXCHANGE; $ABSENT is the name of nothing;
$TOKEN after a login. What is nearly right and must be refused: $USERCASE, $PASSWORDCASE and $TOKENCASE have capitals and
small letters exchanged, $PASSWORDPART lacks the last character, $TOKENHEAD and $TOKENPART are halves. $BASIC is the
login of the run as HTTP Basic writes it. Those of ` + "`given`" + ` and ` + "`keep`" + `.

## Commands

`)
	b.WriteString(commandsHelp())
	return b.String()
}

// commandsHelp is scripts/README.md's list of commands.
func commandsHelp() string {
	var b strings.Builder
	for _, c := range judge.Cmds {
		fmt.Fprintf(&b, "- `%s`\n  %s\n", strings.TrimSpace(c.Name+" "+c.Args), c.Text)
	}
	return b.String()
}
