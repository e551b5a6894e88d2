package job

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/google/renameio/v2"
)

// A journal is the file from which jobs are remembered after the server has
// ended. It is replaced atomically, so that a crash never leaves a partial
// file. It does not hold the output of commands.
type journal string

// journaled is the layout of the file.
type journaled struct {
	Jobs []Job `json:"jobs"`
}

// hold locks the journal until the file is closed or the process ends in any
// way. Another server would take its jobs for interrupted.
func (j journal) hold() (*os.File, error) {
	file, err := os.OpenFile(string(j)+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot lock the journal of jobs: %v", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	defer file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("cannot use the journal of jobs %s: another server does: give each a folder of its own with --state-dir", string(j))
	}
	return nil, fmt.Errorf("cannot lock the journal of jobs: %s: %v", file.Name(), err)
}

// CheckJournal returns why a server could not take up the jobs of a journal. It
// returns nil if it can, or if there is no journal.
func CheckJournal(path string) error {
	_, err := journal(path).read()
	return err
}

// read returns the jobs last written, or none if there is no file.
func (j journal) read() ([]Job, error) {
	text, err := os.ReadFile(string(j))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var content journaled
	if err == nil {
		err = json.Unmarshal(text, &content)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the journal of jobs: %s: %v: move it away to forget those jobs", string(j), err)
	}
	return content.Jobs, nil
}

func (j journal) folder() string { return filepath.Dir(string(j)) }

// sweep removes temporary files left by killed servers.
func (j journal) sweep() {
	left, _ := filepath.Glob(filepath.Join(j.folder(), "."+filepath.Base(string(j))+"*"))
	for _, path := range left {
		_ = os.Remove(path)
	}
}

func (j journal) write(jobs []Job) error {
	text, err := json.Marshal(journaled{jobs})
	if err == nil {
		err = renameio.WriteFile(string(j), append(text, '\n'), 0o600, renameio.WithTempDir(j.folder()))
	}
	if err != nil {
		return fmt.Errorf("cannot write the journal of jobs: %v", err)
	}
	return nil
}
