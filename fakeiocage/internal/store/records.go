package store

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// records are the records of one pool in a transaction. Its methods panic with
// a damage if a record cannot be read; that ends the transaction.
type records struct {
	jails, snapshots, images, index *bolt.Bucket
	whole                           bool // the records of jails have their snapshots in them
	pool                            string
	doubled                         map[string][]string // by pool: see host.Records
}

// recordsIn returns the records of a pool still without a name. A damaged file
// may lack a bucket.
func recordsIn(tx *bolt.Tx) records {
	return records{
		doubled: map[string][]string{}, jails: tx.Bucket(jailsBucket), snapshots: tx.Bucket(snapshotsBucket),
		images: tx.Bucket(imagesBucket), index: tx.Bucket(indexBucket),
	}
}

// A damage is a record that cannot be read.
type damage struct{ why any }

// noticeDamage turns a panic of bbolt, or a memory fault, into a damage.
func noticeDamage() {
	if why := recover(); why != nil {
		panic(damage{why})
	}
}

func (r records) Jail(name string) *host.Jail {
	defer noticeDamage()
	record := r.jails.Get(datasetKey(r.pool, name))
	if record == nil {
		return nil
	}
	return r.decode(name, record)
}

func (r records) decode(name string, record []byte) *host.Jail {
	j, err := decodeJail(name, record)
	if err != nil {
		panic(fmt.Errorf("%s/iocage/%s: %w", r.pool, name, err))
	}
	if !r.whole {
		j.ReadSnapshotsLater(func() []host.Snapshot { return r.readSnapshots(name) })
	}
	return j
}

func (r records) Jails(prefix string) (jails []*host.Jail) {
	defer noticeDamage()
	begin := datasetKey(r.pool, prefix)
	skip := len(begin) - len(prefix)
	each(r.jails, begin, func(key, record []byte) {
		jails = append(jails, r.decode(string(key[skip:]), record))
	})
	return jails
}

func (r records) Lookup(k host.Key) (jails []*host.Jail) {
	defer noticeDamage()
	begin := indexKey(r.pool, k, "")
	switch k.Index {
	case host.EndsWith, host.UUID, host.ClonedFrom:
		begin = begin[:len(begin)-1] // the value goes on
	}
	each(r.index, begin, func(key, _ []byte) {
		name := string(key[bytes.LastIndexByte(key, 0)+1:])
		if j := r.Jail(name); j != nil {
			jails = append(jails, j)
			return
		}
		panic("the index speaks of " + name + ", and there is none")
	})
	return jails
}

func (r records) Doubled() []string { return r.doubled[r.pool] }

func (r records) Images() map[string]*host.Image {
	defer noticeDamage()
	images := map[string]*host.Image{}
	begin := datasetKey(r.pool, "")
	each(r.images, begin, func(key, record []byte) {
		image, err := decodeImage(record)
		if err != nil {
			panic(fmt.Errorf("image %s: %w", key, err))
		}
		images[string(key[len(begin):])] = image
	})
	return images
}

// each calls fn for the keys with that prefix, in order.
func each(b *bolt.Bucket, begin []byte, fn func(key, value []byte)) {
	c := b.Cursor()
	for key, value := c.Seek(begin); bytes.HasPrefix(key, begin); key, value = c.Next() {
		fn(key, value)
	}
}

// datasetKey is the full name of a dataset or of an image's file.
func datasetKey(pool, name string) []byte { return []byte(pool + "/iocage/" + name) }

// longestValue limits how many bytes of a tag or a link the index stores,
// because bbolt limits the length of keys. Longer values that begin alike are
// told apart by reading their jails.
const longestValue = 1000

// indexKey is the key of a dataset in the index: the pool, the kind of key, its
// value and the dataset's name. Names that are looked up by their ends are
// stored backwards.
func indexKey(pool string, k host.Key, name string) []byte {
	value := k.Value[:min(len(k.Value), longestValue)]
	if k.Index == host.EndsWith {
		value = backwards(value)
	}
	return []byte(strings.Join([]string{pool, string(rune(k.Index)) + value, name}, "\x00"))
}

// indexKeys are the keys of the dataset in the index; none for nil.
func indexKeys(pool string, j *host.Jail) map[string]bool {
	keys := map[string]bool{}
	if j != nil {
		for _, k := range j.Keys(pool) {
			keys[string(indexKey(pool, k, j.Below()))] = true
		}
	}
	return keys
}

func backwards(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}
