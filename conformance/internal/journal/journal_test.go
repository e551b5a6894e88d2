package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
)

func jails(tag string) conformance.Loan {
	return conformance.Loan{Kind: conformance.NewJails, Edition: "2016-02-22", Name: tag}
}

// begun is a journal of a run that has begun.
func begun(t require.TestingT, dir, run string) *Journal {
	j := New(dir, map[string][]string{"ws": {"wss://h:1"}})
	require.NoError(t, j.Begin(run, "2016-02-22", conformance.Inventory{Whole: true, Pool: "tank"}))
	return j
}

func TestRunIsReadAsItWasWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	j := begun(t, dir, "abc")
	pool := conformance.Loan{Kind: conformance.PoolState, Edition: "2016-02-22", Name: "tank", Was: "zroot"}
	for _, l := range []conformance.Loan{jails("a"), pool, jails("b")} {
		require.NoError(t, j.Lend(l))
	}
	require.NoError(t, j.Return(jails("a")))

	runs, err := List(dir)
	require.NoError(t, err)
	require.Len(t, runs, 1)
	require.True(t, runs[0].GoesOn)
	require.False(t, runs[0].Ended)
	require.Equal(t, []conformance.Loan{pool, jails("b")}, runs[0].Owed)
	require.Equal(t, map[string]conformance.Inventory{"2016-02-22": {Whole: true, Pool: "tank"}}, runs[0].Before)
	require.Equal(t, map[string][]string{"ws": {"wss://h:1"}}, runs[0].Flags)
	_, _, err = Open(dir, "abc")
	require.ErrorContains(t, err, "it still goes on")

	// The process ends; another one gives back what is owed.
	require.NoError(t, j.file.Close())
	run, again, err := Open(dir, "abc")
	require.NoError(t, err)
	require.Equal(t, runs[0].Owed, run.Owed)
	for _, l := range run.Owed {
		require.NoError(t, again.Return(l))
	}
	require.NoError(t, again.End())
	run, again, err = Open(dir, "abc")
	require.NoError(t, err)
	require.True(t, run.Ended)
	require.Empty(t, run.Owed)
	require.NoError(t, again.Close())
}

// The checks of one edition may begin when those of another have borrowed.
func TestEditionsMayBeginLater(t *testing.T) {
	dir := t.TempDir()
	j := begun(t, dir, "abc")
	require.NoError(t, j.Lend(jails("a")))
	require.NoError(t, j.Begin("abc", "2016-02-05", conformance.Inventory{Pool: "zroot"}))
	require.Equal(t, []conformance.Loan{jails("a")}, j.Owed())
	require.NoError(t, j.End())
	runs, err := List(dir)
	require.NoError(t, err)
	require.Equal(t, map[string]conformance.Inventory{"2016-02-22": {Whole: true, Pool: "tank"}, "2016-02-05": {Pool: "zroot"}}, runs[0].Before)
	require.False(t, runs[0].Ended)
}

func TestRunThatBorrowsNothingLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, begun(t, dir, "abc").End())
	runs, err := List(dir)
	require.NoError(t, err)
	require.Empty(t, runs)
	runs, err = List(filepath.Join(dir, "nosuch"))
	require.NoError(t, err)
	require.Empty(t, runs)
}

// What cannot be noted must not be done.
func TestLendFailsWhereNothingCanBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.ErrorContains(t, begun(t, file, "abc").Lend(jails("a")), "name another folder with --journal")
	require.EqualError(t, New(t.TempDir(), nil).Lend(jails("a")),
		"nothing can be borrowed of a host whose jails could not be listed before the run")

	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("needs /dev/full, whose disk is full")
	}
	j := begun(t, t.TempDir(), "abc")
	require.NoError(t, j.Lend(jails("a")))
	require.NoError(t, j.file.Close())
	j.file = full
	require.ErrorContains(t, j.Lend(jails("b")), "no space left")
	require.Error(t, j.Lend(jails("c")), "a journal that lost a record takes no more")
	require.Equal(t, []conformance.Loan{jails("a")}, j.open)
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"nosuch", "", "../x", "a/b"} {
		_, _, err := Open(dir, id)
		require.ErrorContains(t, err, "cannot find a journal of run", id)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "bad.jsonl"), []byte("{}\nno JSON\n{}\n"), 0o600))
	_, _, err := Open(dir, "bad")
	require.ErrorContains(t, err, "a record is damaged")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "bad.jsonl"), []byte(`{"begin":{"run":"other"}}`+"\n"), 0o600))
	_, _, err = Open(dir, "bad")
	require.ErrorContains(t, err, `it is of run "other"`)
}

// Only what nobody has written to for as long as journals are kept is read, and
// removed if nothing is owed. What is damaged stays, and keeps nothing else.
func TestOldJournalsAreRemoved(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().AddDate(0, 0, -keptDays-1)
	begin := `{"time":"` + old.Format(time.RFC3339) + `","begin":{"run":"%s"}}` + "\n"
	end := `{"end":true}` + "\n"
	for name, text := range map[string]string{"broken": "?\n", "ended": begin + end, "owes": begin, "late": begin + end} {
		path := filepath.Join(dir, name+suffix)
		require.NoError(t, os.WriteFile(path, []byte(strings.ReplaceAll(text, "%s", name)), 0o600))
		if name != "late" {
			require.NoError(t, os.Chtimes(path, old, old))
		}
	}
	j := begun(t, dir, "new")
	require.NoError(t, j.Lend(jails("a")))
	require.NoError(t, j.Close())
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	for i, path := range left {
		left[i] = strings.TrimSuffix(filepath.Base(path), suffix)
	}
	require.Equal(t, []string{"broken", "late", "new", "owes"}, left)
}

// Wherever a journal is cut off, it tells of exactly what had been noted whole
// by then, and takes more.
func TestCutJournalTellsOfAllThatIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "journal-")
		require.NoError(t, err)
		defer os.RemoveAll(dir)
		j := begun(t, dir, "abc")
		require.NoError(t, j.Lend(jails("first")))
		open := []conformance.Loan{jails("first")}
		sizes, states := []int64{j.size}, [][]conformance.Loan{open}
		for i := range rapid.IntRange(0, 12).Draw(t, "deeds") {
			if n := len(open); n > 0 && rapid.Bool().Draw(t, "return") {
				l := open[rapid.IntRange(0, n-1).Draw(t, "which")]
				require.NoError(t, j.Return(l))
				open = without(open, l)
			} else {
				l := jails(fmt.Sprint("jail", i))
				require.NoError(t, j.Lend(l))
				open = append(open[:len(open):len(open)], l)
			}
			sizes, states = append(sizes, j.size), append(states, open)
		}
		require.NoError(t, j.file.Close())
		cut := rapid.Int64Range(sizes[0], j.size).Draw(t, "cut")
		require.NoError(t, os.Truncate(filepath.Join(dir, "abc"+suffix), cut))
		want := 0
		for i, size := range sizes {
			if size <= cut {
				want = i
			}
		}
		run, again, err := Open(dir, "abc")
		require.NoError(t, err)
		require.ElementsMatch(t, states[want], run.Owed)
		require.NoError(t, again.Lend(jails("more")))
		require.NoError(t, again.file.Close())
		run, again, err = Open(dir, "abc")
		require.NoError(t, err)
		require.Len(t, run.Owed, len(states[want])+1)
		require.NoError(t, again.file.Close())
	})
}
