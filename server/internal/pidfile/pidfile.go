// Package pidfile keeps a file with the id of the process that has locked it.
package pidfile

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// A File is locked until its process ends, in whatever way.
type File struct {
	path string
	file *os.File
}

// Create writes the id of this process to a file that no other process holds. A
// file left by a dead process is taken over.
func Create(path string) (*File, error) {
	for {
		file, err := lock(path)
		if err != nil {
			return nil, err
		}
		if !inPlace(path, file) { // its holder has removed it meanwhile
			_ = file.Close()
			continue
		}
		f := &File{path, file}
		if err := f.write(); err != nil {
			return nil, errors.Join(fmt.Errorf("cannot write the pid file %s: %v", path, err), f.Remove())
		}
		return f, nil
	}
}

// lock opens the file for this user only, as pidfile(3) does: whoever could
// read the file left by a killed server could lock it and keep another from
// starting.
func lock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot open the pid file: %v: name another with --pid-file", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	defer file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("cannot start twice: process %s holds the pid file %s", holder(file), path)
	}
	return nil, fmt.Errorf("cannot lock the pid file %s: %v", path, err)
}

// holder returns the content of the file.
func holder(file *os.File) string {
	text := make([]byte, 32)
	n, _ := file.ReadAt(text, 0)
	return strings.TrimSpace(string(text[:n]))
}

func inPlace(path string, file *os.File) bool {
	there, err := os.Stat(path)
	here, hereErr := file.Stat()
	return err == nil && hereErr == nil && os.SameFile(there, here)
}

func (f *File) write() error {
	if err := f.file.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(f.file, "%d\n", os.Getpid())
	return err
}

// Remove removes the file and gives up its lock.
func (f *File) Remove() error { return errors.Join(os.Remove(f.path), f.file.Close()) }
