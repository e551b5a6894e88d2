package store

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A snapshot has a record of its own, under the full name of its dataset and a
// number, in the order in which they were taken. A jail has a snapshot for each
// of its clones; a command that takes one more writes one more.

func encodeSnapshot(s host.Snapshot) []byte {
	return encode(func(c *codec) { c.wholeSnapshot(&s) })
}

func decodeSnapshot(record []byte) (s host.Snapshot, err error) {
	err = decode(record, func(c *codec) { c.wholeSnapshot(&s) })
	return s, err
}

// wholeSnapshot is a snapshot with its configuration.
func (c *codec) wholeSnapshot(s *host.Snapshot) {
	c.snapshot(s)
	c.config(&s.Config)
}

// snapshotsKey begins the keys of a dataset's snapshots.
func snapshotsKey(pool, name string) []byte { return append(datasetKey(pool, name), 0) }

// readSnapshots returns the snapshots of a dataset.
func (r records) readSnapshots(name string) (all []host.Snapshot) {
	defer noticeDamage()
	each(r.snapshots, snapshotsKey(r.pool, name), func(_, record []byte) {
		s, err := decodeSnapshot(record)
		if err != nil {
			panic(fmt.Errorf("a snapshot of %s/iocage/%s: %w", r.pool, name, err))
		}
		all = append(all, s)
	})
	return all
}

// changeSnapshots returns what to write so that the dataset has the snapshots of
// the jail; nil means that it was removed.
func (r records) changeSnapshots(name string, j *host.Jail) []change {
	begin := snapshotsKey(r.pool, name)
	if j == nil {
		return r.keepSnapshots(begin, nil)
	}
	if added, only := j.AddedSnapshots(); only {
		return appendSnapshots(begin, r.lastSnapshot(begin), added)
	}
	return r.keepSnapshots(begin, j.Snapshots())
}

// keepSnapshots keeps the records that are still in their order. What is missing
// then follows the last number.
func (r records) keepSnapshots(begin []byte, now []host.Snapshot) (all []change) {
	each(r.snapshots, begin, func(key, record []byte) {
		if len(now) > 0 && bytes.Equal(record, encodeSnapshot(now[0])) {
			now = now[1:]
			return
		}
		all = append(all, change{snapshotsBucket, bytes.Clone(key), nil})
	})
	return append(all, appendSnapshots(begin, r.lastSnapshot(begin), now)...)
}

// appendSnapshots gives each snapshot a record behind the last number.
func appendSnapshots(begin []byte, last uint64, added []host.Snapshot) (all []change) {
	for i, s := range added {
		key := binary.BigEndian.AppendUint64(bytes.Clone(begin), last+1+uint64(i))
		all = append(all, change{snapshotsBucket, key, encodeSnapshot(s)})
	}
	return all
}

// lastSnapshot returns the last number of a dataset's snapshots; 0: it has none.
func (r records) lastSnapshot(begin []byte) uint64 {
	c := r.snapshots.Cursor()
	key, _ := c.Seek(append(bytes.Clone(begin[:len(begin)-1]), 1))
	if key == nil {
		key, _ = c.Last()
	} else {
		key, _ = c.Prev()
	}
	if !bytes.HasPrefix(key, begin) {
		return 0
	}
	return binary.BigEndian.Uint64(key[len(begin):])
}
