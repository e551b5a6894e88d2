package store

import (
	"errors"
	"fmt"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// Format is the version of the records in host.db. A file of an older format is
// read, and converted when it is first changed; a newer one is not touched.
//
// Format 2 had fewer keys in the index, and did not say which tags several
// jails have. Up to format 3 a dataset's record held its snapshots.
//
// host.db is a B+tree: a run reads and writes only the pages of what it uses,
// however many jails there are. Its buckets:
//
//	host    "format": the number; "machine": what no command changes; "pools":
//	        the pools' own properties, and the last uuid and jid
//	jails   a record of each dataset with properties, under its full name
//	snaps   a record of each snapshot of a dataset
//	images  a record of each file in /iocage/images
//	index   an empty value for each key of a dataset: see host.Key
const Format = 4

var (
	hostBucket      = []byte("host")
	jailsBucket     = []byte("jails")
	snapshotsBucket = []byte("snaps")
	imagesBucket    = []byte("images")
	indexBucket     = []byte("index")

	formatKey  = []byte("format")
	machineKey = []byte("machine")
	poolsKey   = []byte("pools")
)

var (
	errNew       = errors.New("there is no host yet")
	errUnchanged = errors.New("nothing to write")
)

// load returns the host in the file. The contents of the pools in loaded are
// read on demand, until the transaction ends; loaded is nil if everything was
// read.
func load(tx *bolt.Tx, mayChange bool) (h *host.Host, loaded []*host.Pool, err error) {
	b := tx.Bucket(hostBucket)
	if b == nil {
		return nil, nil, errNew
	}
	format := string(b.Get(formatKey))
	old := format == "2" || format == "3"
	switch format {
	case strconv.Itoa(Format), "2", "3":
	case "1":
		h, err = loadFormat1(tx)
		return h, nil, err
	default:
		return nil, nil, fmt.Errorf("host.db has format %q, and this program knows format %d", format, Format)
	}
	machine, err1 := decodeMachine(b.Get(machineKey))
	h = &host.Host{Machine: machine}
	r := recordsIn(tx)
	r.whole = old
	err2 := decodePools(b.Get(poolsKey), h, r.doubled, func(name string) *host.Pool {
		r.pool = name
		return host.Over(name, r, mayChange || old)
	})
	if err := errors.Join(err1, err2); err != nil || r.jails == nil || r.images == nil || r.index == nil || r.snapshots == nil && !old {
		return nil, nil, fmt.Errorf("%w (%v)", errDamaged, err)
	}
	h.Link()
	if old {
		readAll(h)
		return h, nil, nil
	}
	return h, append([]*host.Pool{}, h.Pools...), nil
}

// readAll makes the pools hold all that is below them, so that nothing is looked
// up in an index that does not have all keys, and nothing is left in records of
// an older form.
func readAll(h *host.Host) {
	for _, p := range h.Pools {
		p.Jails("")
		p.Images()
	}
}
