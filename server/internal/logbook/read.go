package logbook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"
)

// A Page is what Read found in one log: the newest entries, oldest first.
type Page struct {
	Entries []Entry

	// Cut says that older entries were left out, for the page was full.
	Cut bool

	size int
}

// ErrBusy says that the book cannot be read now. Callers ask with errors.Is.
var ErrBusy = errors.New("the logs cannot be read now")

// patience is the longest time of a read.
const patience = 10 * time.Second

// Read returns the entries of a log from one time on and before another. What
// was added before the call is among them.
func (b *Book) Read(ctx context.Context, t Type, from, before time.Time) (Page, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("%w: the disk takes too long", ErrBusy))
	defer cancel()
	select {
	case b.readers <- struct{}{}:
		defer func() { <-b.readers }()
	case <-ctx.Done():
		return Page{}, context.Cause(ctx)
	}
	written := make(chan struct{})
	b.queue.afterAll(func() { close(written) })
	select {
	case <-written:
	case <-ctx.Done():
		return Page{}, context.Cause(ctx)
	}
	page, err := b.page(ctx, t, from, before)
	if err != nil {
		return Page{}, fmt.Errorf("cannot read the log %s: %w", t, err)
	}
	return page, nil
}

// page collects entries from the newest file to the oldest until it is full. It
// also reads the files of the adjacent days, because the host's time zone may
// have changed since.
func (b *Book) page(ctx context.Context, t Type, from, before time.Time) (Page, error) {
	files, err := os.ReadDir(b.options.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return Page{}, nil // the logs were removed with the folder
	}
	if err != nil {
		return Page{}, err
	}
	first := from.Local().AddDate(0, 0, -1).Format(time.DateOnly)
	last := before.Local().AddDate(0, 0, 1).Format(time.DateOnly)
	var all Page
	for _, day := range slices.Backward(daysOf(t, files)) {
		if day < first || day > last || all.Cut {
			continue
		}
		page, err := b.scan(ctx, b.file(t, day), b.options.PageSize-all.size, func(e Entry) bool {
			return !e.Time.Before(from) && e.Time.Before(before)
		})
		if err != nil {
			return Page{}, err
		}
		all = Page{Entries: append(page.Entries, all.Entries...), Cut: page.Cut, size: all.size + page.size}
	}
	return all, nil
}

// scan returns the last wanted entries of a file that fit into room. It skips
// lines that are not entries, or unfinished.
func (b *Book) scan(ctx context.Context, path string, room int, wanted func(Entry) bool) (Page, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Page{}, nil // pruned meanwhile
	}
	if err != nil {
		return Page{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Page{}, err
	}
	var page Page
	lines := &backward{file: f, at: info.Size()}
	for ctx.Err() == nil && !page.Cut {
		line, err := lines.line()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Page{}, err
		}
		if e, ok := parseLine(string(line)); ok && wanted(e) {
			page.add(e, room)
		}
	}
	slices.Reverse(page.Entries)
	return page, context.Cause(ctx)
}

// add adds an older entry if there is room for it.
func (p *Page) add(e Entry, room int) {
	size := len(e.Message) + overhead
	if p.Cut = p.size+size > room; p.Cut {
		return
	}
	p.Entries = append(p.Entries, e)
	p.size += size
}
