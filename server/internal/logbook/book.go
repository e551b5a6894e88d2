// Package logbook writes and reads the logs that clients can read: one file for
// each log and day, of lines "[time]message", as the original server wrote
// them. It is neither the server's own log nor its audit log.
package logbook

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"time"
)

// Options say where a book is and how large it may become.
type Options struct {
	// Folder holds the files; it is made if it is missing.
	Folder string

	// Days is how long a file is kept beyond its own day; zero means 30.
	Days int

	// DaySize is the most that one log may grow on one day, in bytes; zero means
	// 32 MiB. What comes after is counted, not kept.
	DaySize int64

	// PageSize is how much of one log Read returns, in bytes; zero means 1 MiB.
	PageSize int

	// Now is the clock; nil means time.Now.
	Now func() time.Time

	// Logger hears of entries that cannot be kept; nil means nobody.
	Logger *slog.Logger
}

// readers is how many reads may run at once.
const readers = 2

// A Book takes entries from anybody and keeps them while it runs. Its methods
// may be called at the same time.
type Book struct {
	options Options
	readers chan struct{}
	queue   queue
	losses  losses

	// used only by the goroutine that writes
	files  map[string]*os.File // open for appending, by path
	pruned string              // the day on which old files were last removed
	full   map[string]bool     // files that already end with the line that says so
}

// Open returns the book in a folder. Nothing is written until Run.
func Open(o Options) (*Book, error) {
	o.Days = cmp.Or(o.Days, 30)
	o.DaySize = cmp.Or(o.DaySize, 32<<20)
	o.PageSize = cmp.Or(o.PageSize, 1<<20)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(o.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the folder of the logs: %v: name another with --log-dir", err)
	}
	return &Book{
		options: o,
		readers: make(chan struct{}, readers),
		queue:   queue{wake: make(chan struct{}, 1)},
		files:   map[string]*os.File{},
		full:    map[string]bool{},
	}, nil
}

// Add adds an entry to a log. It does not wait for the disk: whatever cannot be
// kept is counted, and told when it can be.
func (b *Book) Add(t Type, message string) {
	if !b.queue.put(t, message, b.options.Now()) {
		b.losses.add(1, errFlood)
	}
}

// Writer returns Add for one log.
func (b *Book) Writer(t Type) func(message string) {
	return func(message string) { b.Add(t, message) }
}

// Lost returns the number of entries that could not be kept since the book was
// opened.
func (b *Book) Lost() int64 { return b.losses.all() }

// Waiting returns the number of entries that wait to be written.
func (b *Book) Waiting() int64 {
	b.queue.mu.Lock()
	defer b.queue.mu.Unlock()
	return b.queue.unkept
}
