// Package watched notices when another program has changed a file.
package watched

import (
	"io/fs"
	"os"
)

// A File is one that others change, too. It is not safe for use by several
// goroutines at once.
type File struct {
	Path string

	seen fs.FileInfo // when it was last looked at; nil: it was not there
}

// Changed tells, once for each state of the file, that it is another than when
// it was last asked. Some file systems keep times by the second, so a file that
// was replaced counts as changed whatever its time.
func (f *File) Changed() bool {
	info, _ := os.Stat(f.Path) // what is wrong with the file is told by reading it
	before := f.seen
	f.seen = info
	if info == nil || before == nil {
		return info != nil || before != nil
	}
	return !os.SameFile(info, before) || !info.ModTime().Equal(before.ModTime()) || info.Size() != before.Size()
}
