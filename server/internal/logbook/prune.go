package logbook

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// pruneOnceADay removes files that are too old, at the first entry of a day.
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

// daysOf returns the days, such as 2016-02-05, for which a log has a file,
// oldest first. Files with other names do not belong to the book.
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

// file returns the path of the file for a log and day.
func (b *Book) file(t Type, day string) string {
	return filepath.Join(b.options.Folder, string(t)+"-"+day+".log")
}
