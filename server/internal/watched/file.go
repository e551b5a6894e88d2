// Package watched notices when another program has changed a file.
package watched

import (
	"io/fs"
	"os"
)

// A File may be changed by other programs. It is not safe for concurrent use.
type File struct {
	Path string

	seen fs.FileInfo // at the last check; nil: it was missing
}

// Changed reports, once for each new state of the file, that it differs from
// the last check. A file that was replaced counts as changed whatever its time,
// because some file systems store times in seconds.
func (f *File) Changed() bool {
	info, _ := os.Stat(f.Path) // reading the file will report the error
	before := f.seen
	f.seen = info
	if info == nil || before == nil {
		return info != nil || before != nil
	}
	return !os.SameFile(info, before) || !info.ModTime().Equal(before.ModTime()) || info.Size() != before.Size()
}
