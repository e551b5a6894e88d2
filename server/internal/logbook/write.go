package logbook

import (
	"context"
	"fmt"
	"time"
)

// Run writes entries to their files until ctx ends; what was added by then is
// written before it returns. Only one call may run.
func (b *Book) Run(ctx context.Context) {
	defer b.closeFiles()
	for {
		select {
		case <-b.queue.wake:
			b.write(b.queue.take(), false)
		case <-ctx.Done():
			b.write(b.queue.take(), true)
			return
		}
	}
}

// write writes a batch, with one system call for each file.
func (b *Book) write(batch []queued, last bool) {
	b.pruneOnceADay()
	var paths []string
	files := map[string][]Entry{}
	for _, e := range batch {
		if e.written != nil {
			continue
		}
		path := b.file(e.to, e.Time.Format(time.DateOnly))
		if files[path] == nil {
			paths = append(paths, path)
		}
		files[path] = append(files[path], e.Entry)
	}
	for _, path := range paths {
		if kept, err := b.append(path, files[path]); err != nil {
			b.losses.add(len(files[path])-kept, err)
		}
		b.queue.settle(len(files[path]))
	}
	b.tellLosses(last)
	for _, e := range batch {
		if e.written != nil {
			e.written()
		}
	}
}

// append appends entries to a file and returns how many it kept.
func (b *Book) append(path string, entries []Entry) (kept int, err error) {
	f, err := b.openFile(path)
	if err != nil {
		return 0, err
	}
	size, err := dropTornEnd(f)
	if err != nil {
		return 0, err
	}
	var text []byte
	for _, e := range entries {
		line := e.line()
		if size+int64(len(text)+len(line)) > b.options.DaySize {
			text, err = b.fill(path, text), errFull
			break
		}
		text = append(text, line...)
		kept++
	}
	if _, writeErr := f.Write(text); writeErr != nil {
		_ = f.Truncate(size) // if this fails, the next append drops the torn end
		return 0, writeErr
	}
	return kept, err
}

// fill returns the lines that still fit into a file today, followed by one that
// says that the file is full.
func (b *Book) fill(path string, text []byte) []byte {
	if b.full[path] {
		return text
	}
	b.full[path] = true
	last := Entry{Time: b.options.Now(), Message: "This log is full for today: what follows is counted, not kept"}
	return append(text, last.line()...)
}

// tellLosses reports the entries lost since the last report: in the server's
// log, and in the book as soon as that can be written.
func (b *Book) tellLosses(atOnce bool) {
	now := b.options.Now()
	untold, owed, reason := b.losses.due(now, atOnce)
	if untold > 0 {
		b.options.Logger.Error("entries of the logs for clients are lost", "entries", untold, "reason", reason)
	}
	if owed > 0 {
		e := Entry{Time: now, Message: fmt.Sprintf("Log entries lost: %d (%v)", owed, reason)}
		if kept, _ := b.append(b.file(HostInfo, now.Format(time.DateOnly)), []Entry{e}); kept == 1 {
			b.losses.paid(owed)
		}
	}
}
