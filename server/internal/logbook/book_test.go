package logbook_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/logbook"
)

// A clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2016, 2, 5, 12, 0, 0, 0, time.Local)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// open returns a book that runs until the test ends, or until stop is called.
func open(t *testing.T, o logbook.Options) (b *logbook.Book, stop func()) {
	if o.Folder == "" {
		o.Folder = t.TempDir()
	}
	b, err := logbook.Open(o)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { b.Run(ctx) })
	stop = func() { cancel(); running.Wait() }
	t.Cleanup(stop)
	return b, stop
}

// everything returns the messages of a log, oldest first.
func everything(t *testing.T, b *logbook.Book, of logbook.Type) []string {
	page, err := b.Read(t.Context(), of, time.Time{}, time.Date(2100, 1, 1, 0, 0, 0, 0, time.Local))
	require.NoError(t, err)
	return messages(page)
}

func messages(page logbook.Page) []string {
	texts := []string{}
	for _, e := range page.Entries {
		texts = append(texts, e.Message)
	}
	return texts
}

func TestEntriesAreReadAsAdded(t *testing.T) {
	c := newClock()
	folder := t.TempDir()
	b, _ := open(t, logbook.Options{Folder: folder, Now: c.Now})
	b.Add(logbook.HostInfo, "New Connection: 192.0.2.1")
	b.Add(logbook.HostInfo, "two\nlines")
	b.Add(logbook.StateEvents, `{"priority":"0 - Information"}`)

	require.Equal(t, []string{"New Connection: 192.0.2.1", "two\nlines"}, everything(t, b, logbook.HostInfo))
	require.Equal(t, []string{`{"priority":"0 - Information"}`}, everything(t, b, logbook.StateEvents))
	require.Empty(t, everything(t, b, logbook.Dispatcher))

	zone := c.Now().Format("Z07:00")
	text, err := os.ReadFile(filepath.Join(folder, "hostinfo-2016-02-05.log"))
	require.NoError(t, err)
	require.Equal(t, "[2016-02-05T12:00:00.000000"+zone+"]New Connection: 192.0.2.1\n"+
		"[2016-02-05T12:00:00.000001"+zone+"]two<!!line-break!!>lines\n", string(text))
}

func TestReadKeepsToItsTime(t *testing.T) {
	c := newClock()
	b, _ := open(t, logbook.Options{Now: c.Now})
	began := c.Now()
	for i := range 48 { // over three days
		b.Add(logbook.HostInfo, fmt.Sprint(i))
		c.move(time.Hour)
	}
	hour := func(n int) time.Time { return began.Add(time.Duration(n) * time.Hour) }
	read := func(from, before time.Time) []string {
		page, err := b.Read(t.Context(), logbook.HostInfo, from, before)
		require.NoError(t, err)
		return messages(page)
	}
	require.Equal(t, []string{"10", "11", "12", "13"}, read(hour(10), hour(14)), "across midnight; the end is not in")
	require.Len(t, read(hour(0), hour(48)), 48)
	require.Equal(t, []string{"47"}, read(hour(47), hour(100)))
	require.Empty(t, read(hour(14), hour(10)))
	require.Empty(t, read(hour(48), hour(49)))
	require.Empty(t, read(hour(-100), hour(0)))
}

func TestLinesOfTheOriginalAreRead(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "hostinfo-2016-02-05.log"),
		"[2016-02-05T10:00:00]Connection Idle: 192.0.2.1\nnonsense\n[yesterday]what\n\n[2016-02-05T10:00:00]again<!!line-break!!>\n[2016-02-05T10:00:01]torn")
	b, _ := open(t, logbook.Options{Folder: folder, Now: newClock().Now})
	require.Equal(t, []string{"Connection Idle: 192.0.2.1", "again\n"}, everything(t, b, logbook.HostInfo))

	b.Add(logbook.HostInfo, "later")
	require.Equal(t, []string{"Connection Idle: 192.0.2.1", "again\n", "later"}, everything(t, b, logbook.HostInfo),
		"what a killed server left half written is gone, and nothing else")
}

func write(t *testing.T, path, text string) {
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func TestTornEndOfAnyLength(t *testing.T) {
	for _, torn := range []int{1, 4095, 4096, 4097, 100_000} {
		for _, before := range []string{"", "[2016-02-05T10:00:00]kept\n"} {
			folder := t.TempDir()
			write(t, filepath.Join(folder, "hostinfo-2016-02-05.log"), before+strings.Repeat("x", torn))
			b, _ := open(t, logbook.Options{Folder: folder, Now: newClock().Now})
			b.Add(logbook.HostInfo, "new")
			want := []string{"new"}
			if before != "" {
				want = []string{"kept", "new"}
			}
			require.Equal(t, want, everything(t, b, logbook.HostInfo), "%d bytes", torn)
		}
	}
}

func TestOldFilesAreRemoved(t *testing.T) {
	folder := t.TempDir()
	c := newClock()
	names := []string{
		"hostinfo-2016-01-05.log", "events-state-2016-01-04.log", // older than 30 days
		"hostinfo-2016-01-06.log", "hostinfo-2016-02-04.log",
		"notes-2015-01-01.log", "hostinfo-old.log", "hostinfo-2015-01-01.txt", // not ours
	}
	for _, name := range names {
		write(t, filepath.Join(folder, name), "")
	}
	b, _ := open(t, logbook.Options{Folder: folder, Now: c.Now})
	b.Add(logbook.HostInfo, "today")
	everything(t, b, logbook.HostInfo)
	require.ElementsMatch(t, append(names[2:], "hostinfo-2016-02-05.log"), filesIn(t, folder))

	c.move(24 * time.Hour)
	b.Add(logbook.HostInfo, "tomorrow")
	everything(t, b, logbook.HostInfo)
	require.NotContains(t, filesIn(t, folder), "hostinfo-2016-01-06.log", "a server that runs on goes on removing")
}

func filesIn(t *testing.T, folder string) []string {
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

func TestAFullDayIsToldAndCounted(t *testing.T) {
	c := newClock()
	var log bytes.Buffer
	b, stop := open(t, logbook.Options{Now: c.Now, DaySize: 1000, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for range 100 {
		b.Add(logbook.StateEvents, strings.Repeat("x", 100))
		everything(t, b, logbook.StateEvents) // so that each is written alone
	}
	kept := everything(t, b, logbook.StateEvents)
	require.Len(t, kept, 7+1)
	require.Contains(t, kept[7], "full for today")
	require.EqualValues(t, 93, b.Lost())

	c.move(24 * time.Hour)
	b.Add(logbook.StateEvents, "a new day")
	require.Equal(t, append(kept, "a new day"), everything(t, b, logbook.StateEvents))
	b.Add(logbook.HostInfo, "goes on")
	told := everything(t, b, logbook.HostInfo)
	require.Equal(t, "Log entries lost: 1 (the log had its size for one day)", told[0])
	require.Equal(t, "Log entries lost: 92 (the log had its size for one day)", told[1], "at most once a minute")
	stop()
	require.Contains(t, log.String(), "entries=92")
}

func TestAFullDiskIsToldAndCounted(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full to write to: ", runtime.GOOS)
	}
	c := newClock()
	folder := t.TempDir()
	path := filepath.Join(folder, "hostinfo-2016-02-05.log")
	require.NoError(t, os.Symlink("/dev/full", path))
	var log bytes.Buffer
	b, stop := open(t, logbook.Options{Folder: folder, Now: c.Now, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	b.Add(logbook.HostInfo, "lost")
	flush(t, b)
	require.EqualValues(t, 1, b.Lost())

	require.NoError(t, os.Remove(path))
	c.move(time.Hour)
	b.Add(logbook.HostInfo, "kept")
	require.Equal(t, []string{"kept", "Log entries lost: 1 (write " + path + ": no space left on device)"},
		everything(t, b, logbook.HostInfo))
	stop()
	require.Contains(t, log.String(), "no space left on device")
}

// flush waits until all added entries are written or lost.
func flush(t *testing.T, b *logbook.Book) { everything(t, b, logbook.LifePreserverEvents) }

func TestAFloodIsBoundedAndCounted(t *testing.T) {
	b, err := logbook.Open(logbook.Options{Folder: t.TempDir(), Now: newClock().Now}) // so nothing is written
	require.NoError(t, err)
	const added int64 = 1000
	long := strings.Repeat("x", 100<<10)
	for range added {
		b.Add(logbook.HostInfo, long)
	}
	require.Greater(t, b.Lost(), added/2)
	lost := b.Lost()
	require.Equal(t, added-lost, b.Waiting(), "the others")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b.Run(ctx)
	require.Equal(t, lost, b.Lost())
	require.Zero(t, b.Waiting())
}

func TestWhatWasAddedIsWrittenAtTheEnd(t *testing.T) {
	folder := t.TempDir()
	b, stop := open(t, logbook.Options{Folder: folder, Now: newClock().Now})
	for i := range 1000 {
		b.Add(logbook.HostInfo, fmt.Sprint(i))
	}
	stop()
	text, err := os.ReadFile(filepath.Join(folder, "hostinfo-2016-02-05.log"))
	require.NoError(t, err)
	require.Equal(t, 1000, strings.Count(string(text), "\n"))
}

func TestAPageHoldsTheNewest(t *testing.T) {
	c := newClock()
	b, _ := open(t, logbook.Options{Now: c.Now, PageSize: 10_000})
	for i := range 100 {
		b.Add(logbook.HostInfo, fmt.Sprintf("%04d%s", i, strings.Repeat("x", 996)))
		c.move(time.Hour)
	}
	page, err := b.Read(t.Context(), logbook.HostInfo, time.Time{}, c.Now())
	require.NoError(t, err)
	require.True(t, page.Cut)
	require.Len(t, page.Entries, 8)
	require.Equal(t, "0092", page.Entries[0].Message[:4])
	require.Equal(t, "0099", page.Entries[7].Message[:4])

	page, err = b.Read(t.Context(), logbook.HostInfo, c.Now().Add(-8*time.Hour), c.Now())
	require.NoError(t, err)
	require.False(t, page.Cut)
	require.Len(t, page.Entries, 8)
}

func TestLongMessagesAreCut(t *testing.T) {
	b, _ := open(t, logbook.Options{Now: newClock().Now})
	b.Add(logbook.HostInfo, strings.Repeat("é", 1<<20))
	b.Add(logbook.HostInfo, strings.Repeat("\n", 250<<10)) // grows when written
	b.Add(logbook.HostInfo, "after")
	got := everything(t, b, logbook.HostInfo)
	require.Len(t, got, 3)
	require.True(t, strings.HasSuffix(got[0], "é… (cut)"), "%q", got[0][len(got[0])-20:])
	require.LessOrEqual(t, len(got[0]), 256<<10)
	require.Equal(t, "after", got[2])
}

func TestTooLongLinesOfOthersAreSkipped(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "hostinfo-2016-02-05.log"),
		"[2016-02-05T10:00:00]"+strings.Repeat("x", 1<<20)+"\n[2016-02-05T10:00:01]kept\n")
	b, _ := open(t, logbook.Options{Folder: folder, Now: newClock().Now})
	require.Equal(t, []string{"kept"}, everything(t, b, logbook.HostInfo))
}

func TestAFileMayBeMovedAway(t *testing.T) {
	folder := t.TempDir()
	b, _ := open(t, logbook.Options{Folder: folder, Now: newClock().Now})
	b.Add(logbook.HostInfo, "before")
	flush(t, b)
	require.NoError(t, os.Rename(filepath.Join(folder, "hostinfo-2016-02-05.log"), filepath.Join(folder, "moved")))
	b.Add(logbook.HostInfo, "after")
	require.Equal(t, []string{"after"}, everything(t, b, logbook.HostInfo))

	require.NoError(t, os.RemoveAll(folder))
	require.Empty(t, everything(t, b, logbook.HostInfo))
	b.Add(logbook.HostInfo, "a new folder")
	require.Equal(t, []string{"a new folder"}, everything(t, b, logbook.HostInfo))
	require.Zero(t, b.Lost())
}

func TestReadWithoutAWriterGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := logbook.Open(logbook.Options{Folder: t.TempDir()})
		require.NoError(t, err)
		b.Add(logbook.HostInfo, "never written")
		_, err = b.Read(t.Context(), logbook.HostInfo, time.Time{}, time.Now())
		require.ErrorIs(t, err, logbook.ErrBusy)

		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errors.New("left"))
		_, err = b.Read(ctx, logbook.HostInfo, time.Time{}, time.Now())
		require.ErrorContains(t, err, "left")
	})
}

func TestManyWritersAndReaders(t *testing.T) {
	b, _ := open(t, logbook.Options{})
	var all sync.WaitGroup
	for w := range 8 {
		all.Go(func() {
			for i := range 200 {
				b.Add(logbook.Types[w%len(logbook.Types)], fmt.Sprintf("%d/%d", w, i))
				if i%50 == 0 {
					everything(t, b, logbook.Types[w%len(logbook.Types)])
				}
			}
		})
	}
	all.Wait()
	total := 0
	for _, of := range logbook.Types {
		total += len(everything(t, b, of))
	}
	require.Equal(t, 8*200, total)
	require.Zero(t, b.Lost())
}

func TestOpenSaysWhatToDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	_, err := logbook.Open(logbook.Options{Folder: filepath.Join(file, "log")})
	require.ErrorContains(t, err, "name another with --log-dir")
}
