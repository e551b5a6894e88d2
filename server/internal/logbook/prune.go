package logbook

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// pruneOnceADay removes the files that are too old, at the first entry of a day.
func (b *Book) pruneOnceADay() {
	now := b.options.Now()
	today := now.Format(time.DateOnly)
	if b.pruned == today {
		return
	}
	b.pruned = today
	clear(b.full)
	b.closeFiles()
	oldest := now.AddDate(0, 0, -b.options.Days).Format(time.DateOnly)
	files, err := os.ReadDir(b.options.Folder)
	if err != nil {
		b.options.Logger.Warn("old logs for clients cannot be found", "reason", err)
		return
	}
	for _, t := range Types {
		for _, day := range daysOf(t, files) {
			if day < oldest {
				b.remove(b.file(t, day))
			}
		}
	}
}

func (b *Book) remove(path string) {
	if err := os.Remove(path); err != nil {
		b.options.Logger.Warn("an old log for clients cannot be removed", "reason", err)
	}
}

// daysOf returns the days of which a log has a file, as in 2016-02-05, oldest
// first. Files with other names are none of the book's.
func daysOf(t Type, files []os.DirEntry) (days []string) {
	for _, file := range files {
		name, isLog := strings.CutSuffix(file.Name(), ".log")
		day, ofType := strings.CutPrefix(name, string(t)+"-")
		if _, err := time.Parse(time.DateOnly, day); isLog && ofType && err == nil {
			days = append(days, day)
		}
	}
	return days
}

// file is the path of the file of a log and day.
func (b *Book) file(t Type, day string) string {
	return filepath.Join(b.options.Folder, string(t)+"-"+day+".log")
}
