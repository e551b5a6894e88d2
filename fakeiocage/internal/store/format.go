package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// Format is the version of the records in host.db. A file of a newer one is
// left alone.
//
// Bucket "host" holds the keys "format" (the number) and "host" (machine and
// pools as JSON). Bucket "jails" holds one JSON record for each dataset with
// properties, under its full name: a change writes what changed.
const Format = 1

var (
	hostBucket  = []byte("host")
	jailsBucket = []byte("jails")
	formatKey   = []byte("format")
	hostKey     = []byte("host")
)

var (
	errNew       = errors.New("there is no host yet")
	errUnchanged = errors.New("nothing to write")
)

// A record is the host without its jails.
type record struct {
	Machine  host.Machine
	Pools    []poolRecord
	LastUUID uint64
	LastJID  int
}

type poolRecord struct {
	Name     string
	Comment  string
	Altroot  string   `json:",omitempty"`
	Datasets []string `json:",omitempty"`

	Health host.Health `json:",omitempty"`
	Filled int         `json:",omitempty"`

	Images map[string]*host.Image `json:",omitempty"`
}

func load(tx *bolt.Tx) (*host.Host, error) {
	b := tx.Bucket(hostBucket)
	if b == nil {
		return nil, errNew
	}
	if format, err := strconv.Atoi(string(b.Get(formatKey))); err != nil || format != Format {
		return nil, fmt.Errorf("host.db has format %q, and this program knows format %d", b.Get(formatKey), Format)
	}
	var r record
	if err := json.Unmarshal(b.Get(hostKey), &r); err != nil {
		return nil, fmt.Errorf("%w (%v)", errDamaged, err)
	}
	h := r.host()
	err := tx.Bucket(jailsBucket).ForEach(func(k, v []byte) error {
		if err := addJail(h, string(k), v); err != nil {
			return fmt.Errorf("%w (%s: %v)", errDamaged, k, err)
		}
		return nil
	})
	h.Link()
	return h, err
}

func (r record) host() *host.Host {
	h := &host.Host{Machine: r.Machine, LastUUID: r.LastUUID, LastJID: r.LastJID}
	for _, pr := range r.Pools {
		p := host.NewPool(pr.Name)
		p.Comment, p.Altroot, p.Datasets, p.Images = pr.Comment, pr.Altroot, pr.Datasets, pr.Images
		p.Health, p.Filled = pr.Health, pr.Filled
		h.Pools = append(h.Pools, p)
	}
	return h
}

// addJail puts the record of one dataset where its name says.
func addJail(h *host.Host, dataset string, value []byte) error {
	pool, below, _ := strings.Cut(dataset, "/iocage/")
	place, name, _ := strings.Cut(below, "/")
	p := h.Pool(pool)
	if p == nil {
		return fmt.Errorf("there is no pool %q", pool)
	}
	j := &host.Jail{Name: name}
	if name == "" {
		j.Name = place
	}
	p.Add(place, j)
	return json.Unmarshal(value, j)
}

func recordOf(h *host.Host) record {
	r := record{Machine: h.Machine, LastUUID: h.LastUUID, LastJID: h.LastJID}
	for _, p := range h.Pools {
		r.Pools = append(r.Pools, poolRecord{p.Name, p.Comment, p.Altroot, p.Datasets, p.Health, p.Filled, p.Images})
	}
	return r
}

// save writes the records that differ from those in the file, and takes away
// those that the host has no more. It returns errUnchanged, so that the
// transaction is dropped, when there is nothing to do.
func save(tx *bolt.Tx, h *host.Host) error {
	b, err := tx.CreateBucketIfNotExists(hostBucket)
	if err != nil {
		return err
	}
	jails, err := tx.CreateBucketIfNotExists(jailsBucket)
	if err != nil {
		return err
	}
	head, err := json.Marshal(recordOf(h))
	if err != nil {
		return err
	}
	changed, gone, err := differences(jails, h)
	if err != nil {
		return err
	}
	if len(changed)+len(gone) == 0 && bytes.Equal(b.Get(hostKey), head) {
		return errUnchanged
	}
	for _, k := range gone {
		err = errors.Join(err, jails.Delete(k))
	}
	for k, v := range changed {
		err = errors.Join(err, jails.Put([]byte(k), v))
	}
	return errors.Join(err, b.Put(hostKey, head), b.Put(formatKey, []byte(strconv.Itoa(Format))))
}

// differences compares before anything is written: what bbolt handed out is
// valid only until then.
func differences(jails *bolt.Bucket, h *host.Host) (changed map[string][]byte, gone [][]byte, err error) {
	changed = map[string][]byte{}
	present := map[string]bool{}
	for dataset, j := range h.Jails() {
		present[dataset] = true
		value, err := json.Marshal(j)
		if err != nil {
			return nil, nil, err
		}
		if !bytes.Equal(jails.Get([]byte(dataset)), value) {
			changed[dataset] = value
		}
	}
	err = jails.ForEach(func(k, _ []byte) error {
		if !present[string(k)] {
			gone = append(gone, bytes.Clone(k))
		}
		return nil
	})
	return changed, gone, err
}
