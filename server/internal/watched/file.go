// Package watched notices when another program has changed a file.
package watched

import (
	"io/fs"
	"os"
	"time"
)

// A File may be changed by other programs. It is not safe for concurrent use.
type File struct {
	Path string

	seen   fs.FileInfo // at the last check; nil: it was missing
	failed time.Time   // when the file could not be used; zero: it could
}

// again is the time after which a file that could not be used counts as changed.
const again = 10 * time.Second

// Changed reports, once for each new state of the file, that it differs from
// the last check. A file that was replaced counts as changed whatever its time,
// because some file systems store times in seconds.
func (f *File) Changed() bool {
	info, _ := os.Stat(f.Path) // reading the file will report the error
	changed := differ(info, f.seen) || !f.failed.IsZero() && time.Since(f.failed) >= again
	f.seen = info
	if changed {
		f.failed = time.Time{}
	}
	return changed
}

// Failed is called if the changed file could not be used. Changed reports it
// again after ten seconds, although the file looks the same: descriptors that had
// run out are there again, or the file's mode or owner was corrected.
func (f *File) Failed() { f.failed = time.Now() }

func differ(info, before fs.FileInfo) bool {
	if info == nil || before == nil {
		return info != nil || before != nil
	}
	return !os.SameFile(info, before) || !info.ModTime().Equal(before.ModTime()) || info.Size() != before.Size()
}
