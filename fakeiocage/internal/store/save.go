package store

import (
	"bytes"
	"slices"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A change is a value for a key of a bucket; nil takes the key away.
type change struct{ bucket, key, value []byte }

// save writes what differs from the file. It returns errUnchanged, so that the
// transaction is dropped, when there is nothing to do. When the pools are not
// those that were loaded, all is written anew.
func save(tx *bolt.Tx, h *host.Host, loaded []*host.Pool) error {
	anew := loaded == nil || !slices.Equal(loaded, h.Pools)
	var all []change
	if anew {
		all = everything(h)
		if err := empty(tx); err != nil {
			return err
		}
	} else {
		all = changes(tx, h)
	}
	all = append(all, head(tx, h)...)
	if len(all) == 0 && !anew {
		return errUnchanged
	}
	// in order, for keys that come at the end are cheap to add
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

func (c change) apply(tx *bolt.Tx) error {
	b := tx.Bucket(c.bucket)
	if c.value == nil {
		return b.Delete(c.key)
	}
	return b.Put(c.key, c.value)
}

// empty makes the buckets anew.
func empty(tx *bolt.Tx) error {
	for _, name := range [][]byte{hostBucket, jailsBucket, imagesBucket, indexBucket} {
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

// head are the changes of what is no pool's contents.
func head(tx *bolt.Tx, h *host.Host) (all []change) {
	b := tx.Bucket(hostBucket)
	for _, c := range []change{
		{hostBucket, formatKey, []byte(strconv.Itoa(Format))},
		{hostBucket, machineKey, encodeMachine(h.Machine)},
		{hostBucket, poolsKey, encodePools(h)},
	} {
		if !bytes.Equal(b.Get(c.key), c.value) {
			all = append(all, c)
		}
	}
	return all
}

// everything is what a host has that takes the place of another.
func everything(h *host.Host) (all []change) {
	for _, p := range h.Pools {
		for _, j := range p.Jails("") {
			all = append(all, change{jailsBucket, datasetKey(p.Name, j.Below()), encodeJail(j)})
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

// changes are what differs from the file, on pools that lie over it.
func changes(tx *bolt.Tx, h *host.Host) (all []change) {
	for _, p := range h.Pools {
		r := recordsIn(tx)
		r.pool = p.Name
		jails, images := p.Changes()
		for name, j := range jails {
			all = append(all, r.change(name, j)...)
		}
		if images != nil {
			all = append(all, r.changeImages(images)...)
		}
	}
	return all
}

// change is what has to be written for a dataset; nil: it is no more.
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
