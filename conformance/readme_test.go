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

This page is the reference for authors of checks. It is written by ` + "`go test ./conformance -run README -update`" + `.

A file is one check, or one check for each transport and action. ` + "`all/`" + ` has the checks of
every edition, ` + "`<edition>/`" + ` those of one edition, in which a file takes the place of that of its name in
` + "`all/`" + `. ` + "`exchange/`" + ` judges every documented exchange;
its checks are made from the documents. [docs/conformance.md](../../docs/conformance.md#adding-a-check) shows how
to add a check.

## Header

A script begins with comment lines:

- ` + "`# id:`" + ` stable and unique, subject first: ` + "`subject.promise`" + `. It is also the name of the file. Ids are never reused.
- ` + "`# level:`" + ` MUST, SHOULD or MAY.
- ` + "`# requirement:`" + ` the promise in one sentence.
- ` + "`# section:`" + ` the section of the documents, or the [ruling](../../docs/rulings.md) where they are silent or contradict themselves.
- ` + "`# covers:`" + ` the requirements of the contract that a server meets if it passes, by their names in
  [docs/coverage.md](../../docs/coverage.md). $ACTION and $PARAMETER stand for those of ` + "`each`" + `.
- ` + "`# needs:`" + ` what a target must offer or allow; otherwise the check is skipped with that reason: `)
	for i, n := range needs {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "`%s`", n.word)
	}
	b.WriteString(`.
- ` + "`# each:`" + ` ` + "`transport`" + `, ` + "`action`" + `, ` + "`parameter`" + `: one check for each; ids end in ` + "`.<action>.<transport>`" + ` or
  ` + "`.<action>.<parameter>.<transport>`" + `.
- ` + "`# of:`" + ` the parameters for ` + "`each`" + `: globs over ` + "`ACTION.PARAMETER`" + `, such as ` + "`*.jail`" + `. There is a check for each parameter of the edition that matches.
- ` + "`# offers:`" + ` actions; the check exists in editions that offer them all.
- ` + "`# except:`" + ` actions for which there is no check although the script says ` + "`# each: action`" + `.

## Variables

A script has these from the beginning:

`)
	for _, v := range judge.Variables {
		fmt.Fprintf(&b, "- $%s is %s.\n", v.Name, v.Text)
	}
	b.WriteString(`
A login over websocket sets $TOKEN. $TOKENCASE is the same with upper and lower case exchanged, $TOKENHEAD and $TOKENPART
are its halves: they must be refused. ` + "`given`" + `, ` + "`keep`" + ` and other commands set further variables.

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
