// Package journal records on disk what a run owes to the host that it judges,
// so that it can be given back even after the run was killed.
//
// A journal is one file for each run, with one JSON record on each line. A
// record is on the disk before the change that it describes is made. The file
// is locked while its run goes on.
package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
)

// A record is one line. One of Begin, Lend, Return and End is there.
type record struct {
	Time   time.Time         `json:"time"`
	Begin  *begin            `json:"begin,omitempty"`
	Lend   *conformance.Loan `json:"lend,omitempty"`
	Return *conformance.Loan `json:"return,omitempty"`
	End    bool              `json:"end,omitempty"`
}

// begin tells of the host before the run.
type begin struct {
	Run     string                `json:"run"`
	Edition string                `json:"edition"`
	Flags   map[string][]string   `json:"flags"`
	Before  conformance.Inventory `json:"before"`
}

// A Journal is a conformance.Ledger on disk. Its file is made with the first
// loan: a run that borrows nothing leaves none.
type Journal struct {
	dir   string
	flags map[string][]string

	mu     sync.Mutex
	begun  []record // not written yet
	file   *os.File
	size   int64
	broken error
	open   []conformance.Loan
}

// New returns the journal of a run whose host was named by these flags of the
// command line.
func New(dir string, flags map[string][]string) *Journal {
	return &Journal{dir: dir, flags: flags}
}

// Begin notes how the host was before the run, for each edition.
func (j *Journal) Begin(run, edition string, before conformance.Inventory) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	r := record{Time: time.Now(), Begin: &begin{run, edition, j.flags, before}}
	if j.file != nil {
		return j.write(r)
	}
	j.begun = append(j.begun, r)
	return nil
}

// Owed are the loans that were not given back.
func (j *Journal) Owed() []conformance.Loan {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.open)
}

// errUnlisted is a run that could not begin: what it borrows, it could not put back.
var errUnlisted = errors.New("nothing can be borrowed of a host whose jails could not be listed before the run")

// Lend notes a loan.
func (j *Journal) Lend(l conformance.Loan) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.begun) == 0 && j.file == nil {
		return errUnlisted
	}
	err := j.create()
	if err == nil {
		err = j.write(record{Time: time.Now(), Lend: &l})
	}
	if err != nil {
		return fmt.Errorf("cannot keep a journal: %w: name another folder with --journal", err)
	}
	j.open = append(j.open, l)
	return nil
}

// Return notes that a loan was given back.
func (j *Journal) Return(l conformance.Loan) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.write(record{Time: time.Now(), Return: &l}); err != nil {
		return fmt.Errorf("cannot keep the journal: %w", err)
	}
	j.open = without(j.open, l)
	return nil
}

// End closes the journal, with a record of the end if nothing is owed.
func (j *Journal) End() error {
	j.mu.Lock()
	var err error
	if j.file != nil && len(j.open) == 0 {
		err = j.write(record{Time: time.Now(), End: true})
	}
	j.mu.Unlock()
	return errors.Join(err, j.Close())
}

// Close lets others hold the journal.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	return err
}

// create makes the file, if there is none yet, and writes how the host was.
func (j *Journal) create() error {
	if j.file != nil {
		return nil
	}
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return err
	}
	prune(j.dir)
	path := filepath.Join(j.dir, j.begun[0].Begin.Run+suffix)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := lock(file); err != nil {
		return errors.Join(err, file.Close())
	}
	j.file = file
	return errors.Join(j.write(j.begun...), syncFolder(j.dir))
}

// write adds records and waits until they are on the disk. What was written in
// part is taken back; if that cannot be done, the journal takes nothing more.
func (j *Journal) write(records ...record) error {
	if j.broken != nil {
		return j.broken
	}
	var text []byte
	for _, r := range records {
		line, err := json.Marshal(r)
		if err != nil {
			return err
		}
		text = append(append(text, line...), '\n')
	}
	_, err := j.file.Write(text)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		j.broken = errors.Join(err, j.file.Truncate(j.size))
		return err
	}
	j.size += int64(len(text))
	return nil
}

// lock holds the file for this process, until it ends or closes the file. Who
// lists the journals holds each for a moment: that is waited for.
func lock(file *os.File) error {
	var err error
	for range lockTries {
		if err = flock(file, syscall.LOCK_EX); !errors.Is(err, errGoesOn) {
			return err
		}
		time.Sleep(lockPause)
	}
	return err
}

// How often, and after which pause, a held journal is tried again.
const (
	lockTries = 10
	lockPause = 20 * time.Millisecond
)

func flock(file *os.File, how int) error {
	err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errGoesOn
	}
	return err
}

// errGoesOn says that a process holds the journal.
var errGoesOn = errors.New("it still goes on")

// syncFolder waits until the names in a folder are on the disk.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// keptDays is how long the journal of a run that owes nothing is kept after it was
// last written to.
const keptDays = 30

// prune removes journals that are of no use any more. It reads those only to which
// nothing was written for as long as they are kept: a fleet leaves one for each host.
// One that cannot be read or removed does no harm.
func prune(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || filepath.Ext(info.Name()) != suffix || time.Since(info.ModTime()) < keptDays*24*time.Hour {
			continue
		}
		path := filepath.Join(dir, info.Name())
		if run, _, err := parse(path); err == nil && run.Ended {
			_ = os.Remove(path)
		}
	}
}

// without leaves out the first loan of the same thing.
func without(open []conformance.Loan, l conformance.Loan) []conformance.Loan {
	i := slices.IndexFunc(open, l.Same)
	if i < 0 {
		return open
	}
	return slices.Delete(slices.Clone(open), i, i+1)
}
