package logbook_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/logbook"
)

// A diary is a book together with what it must contain.
type diary struct {
	folder string
	clock  *clock
	book   *logbook.Book
	end    func()
	want   map[logbook.Type][]logbook.Entry
}

func (d *diary) open(t *rapid.T) {
	book, err := logbook.Open(logbook.Options{Folder: d.folder, Now: d.clock.Now, Days: 100_000})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { book.Run(ctx) })
	d.book, d.end = book, func() { cancel(); running.Wait() }
}

// tear appends an unfinished line to a file, as a killed server may.
func (d *diary) tear(t *rapid.T) {
	files, err := filepath.Glob(filepath.Join(d.folder, "*.log"))
	require.NoError(t, err)
	if len(files) == 0 {
		return
	}
	f, err := os.OpenFile(rapid.SampledFrom(files).Draw(t, "file"), os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	_, err = f.WriteString(rapid.SampledFrom([]string{"[", "[2016-02-05T1", "[2016-02-05T12:00:00.000000Z]tor", "\x00\x00\x00"}).Draw(t, "torn"))
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

// All entries added over days and restarts are read back, whole and in order,
// for any log and time range.
func TestABookHoldsWhatWasAdded(t *testing.T) {
	folder := t.TempDir()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		d := &diary{folder: filepath.Join(folder, fmt.Sprint(runs)), clock: newClock(), want: map[logbook.Type][]logbook.Entry{}}
		began := d.clock.Now()
		d.open(t)
		defer func() { d.end() }()
		of := rapid.SampledFrom(logbook.Types)
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				to := of.Draw(t, "log")
				message := rapid.OneOf(rapid.String(), rapid.Just("two\nlines\n"), rapid.Just("[x]")).Draw(t, "message")
				d.clock.move(time.Duration(rapid.Int64Range(1, 5e6).Draw(t, "microseconds")) * time.Microsecond)
				d.book.Add(to, message)
				d.want[to] = append(d.want[to], logbook.Entry{Time: d.clock.Now(), Message: message})
			},
			"wait": func(t *rapid.T) {
				d.clock.move(time.Duration(rapid.IntRange(0, 72).Draw(t, "hours")) * time.Hour)
			},
			"restart": func(t *rapid.T) {
				d.end()
				d.tear(t)
				d.open(t)
			},
			"read": func(t *rapid.T) {
				log := of.Draw(t, "log")
				length := d.clock.Now().Sub(began)
				from := began.Add(time.Duration(rapid.Int64Range(-1, int64(length)+1).Draw(t, "from")))
				before := began.Add(time.Duration(rapid.Int64Range(-1, int64(length)+1).Draw(t, "before")))
				page, err := d.book.Read(context.Background(), log, from, before)
				require.NoError(t, err)
				var want []logbook.Entry
				for _, e := range d.want[log] {
					if !e.Time.Before(from) && e.Time.Before(before) {
						want = append(want, e)
					}
				}
				require.Len(t, page.Entries, len(want))
				for i, e := range want {
					require.Equal(t, e.Message, page.Entries[i].Message)
					require.True(t, e.Time.Equal(page.Entries[i].Time), "%v %v", e.Time, page.Entries[i].Time)
				}
				require.Zero(t, d.book.Lost())
			},
		})
	})
}
