package store

import (
	"bytes"
	"slices"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A change sets the value of a key in a bucket; nil removes the key.
type change struct{ bucket, key, value []byte }

// save writes what differs from the file. If nothing differs, it returns
// errUnchanged, so that the transaction is dropped. If the pools are not those
// that were loaded, everything is written anew.
func save(tx *bolt.Tx, h *host.Host, loaded []*host.Pool) error {
	anew := loaded == nil || !slices.Equal(loaded, h.Pools)
	all := head(h)
	if anew {
		all = append(all, everything(h)...)
		if err := empty(tx); err != nil {
			return err
		}
	} else {
		all = slices.DeleteFunc(all, func(c change) bool { return c.made(tx) })
		all = append(all, changes(tx, h)...)
	}
	if len(all) == 0 && !anew {
		return errUnchanged
	}
	// sorted, because appending keys at the end is cheap
	slices.SortFunc(all, func(a, b change) int {
		if a.bucket[0] != b.bucket[0] {
			return bytes.Compare(a.bucket, b.bucket)
		}
		return bytes.Compare(a.key, b.key)
	})
	for _, c := range all {
		if err := c.apply(tx); err != nil {
			return err
		}
	}
	return nil
}

// made reports whether the key has the value already.
func (c change) made(tx *bolt.Tx) bool { return bytes.Equal(tx.Bucket(c.bucket).Get(c.key), c.value) }

func (c change) apply(tx *bolt.Tx) error {
	b := tx.Bucket(c.bucket)
	if c.value == nil {
		return b.Delete(c.key)
	}
	return b.Put(c.key, c.value)
}

// empty replaces the buckets by empty ones.
func empty(tx *bolt.Tx) error {
	for _, name := range [][]byte{hostBucket, jailsBucket, snapshotsBucket, imagesBucket, indexBucket} {
		if tx.Bucket(name) != nil {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
		}
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	return nil
}

// head returns everything but the contents of pools.
func head(h *host.Host) []change {
	return []change{
		{hostBucket, formatKey, []byte(strconv.Itoa(Format))},
		{hostBucket, machineKey, encodeMachine(h.Machine)},
		{hostBucket, poolsKey, encodePools(h)},
	}
}

// everything returns the contents of a host that replaces another.
func everything(h *host.Host) (all []change) {
	for _, p := range h.Pools {
		for _, j := range p.Jails("") {
			all = append(all, change{jailsBucket, datasetKey(p.Name, j.Below()), encodeJail(j)})
			all = append(all, appendSnapshots(snapshotsKey(p.Name, j.Below()), 0, j.Snapshots())...)
			for k := range indexKeys(p.Name, j) {
				all = append(all, change{indexBucket, []byte(k), []byte{}})
			}
		}
		for name, image := range p.Images() {
			all = append(all, change{imagesBucket, datasetKey(p.Name, name), encodeImage(image)})
		}
	}
	return all
}

// changes returns what differs from the file, in pools that were loaded from
// it.
func changes(tx *bolt.Tx, h *host.Host) (all []change) {
	for _, p := range h.Pools {
		r := recordsIn(tx)
		r.pool = p.Name
		jails, images := p.Changes()
		for name, j := range jails {
			all = append(all, r.change(name, j)...)
			all = append(all, r.changeSnapshots(name, j)...)
		}
		if images != nil {
			all = append(all, r.changeImages(images)...)
		}
	}
	return all
}

// change returns what to write for a dataset; nil means that it was removed.
func (r records) change(name string, j *host.Jail) (all []change) {
	key := datasetKey(r.pool, name)
	old := r.jails.Get(key)
	var record []byte
	if j != nil {
		record = encodeJail(j)
	}
	if bytes.Equal(old, record) && (old == nil) == (record == nil) {
		return nil
	}
	gone := map[string]bool{}
	if old != nil {
		gone = indexKeys(r.pool, r.decode(name, old))
	}
	all = append(all, change{jailsBucket, key, record})
	for k := range indexKeys(r.pool, j) {
		if !gone[k] {
			all = append(all, change{indexBucket, []byte(k), []byte{}})
		}
		delete(gone, k)
	}
	for k := range gone {
		all = append(all, change{indexBucket, []byte(k), nil})
	}
	return all
}

func (r records) changeImages(images map[string]*host.Image) (all []change) {
	begin := datasetKey(r.pool, "")
	each(r.images, begin, func(key, record []byte) {
		name := string(key[len(begin):])
		if images[name] == nil {
			all = append(all, change{imagesBucket, bytes.Clone(key), nil})
		}
	})
	for name, image := range images {
		c := change{imagesBucket, datasetKey(r.pool, name), encodeImage(image)}
		if old := r.images.Get(c.key); old == nil || !bytes.Equal(old, c.value) {
			all = append(all, c)
		}
	}
	return all
}
