package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// In format 1, bucket "host" had machine and pools as JSON under the key
// "host", and bucket "jails" had a JSON record of each dataset. There was no
// index.

type hostFormat1 struct {
	Machine host.Machine
	Pools   []struct {
		Name, Comment, Altroot string
		Datasets               []string
		Health                 host.Health
		Filled                 int
		Images                 map[string]struct {
			Dataset string       `json:"dataset"`
			Jail    *jailFormat1 `json:"jail"`
		}
	}
	LastUUID uint64
	LastJID  int
}

type jailFormat1 struct {
	Props     map[string]string `json:"p"`
	Bare      bool              `json:"bare"`
	Link      string            `json:"link"`
	Data      bool              `json:"data"`
	Rootless  bool              `json:"rootless"`
	Snapshots []host.Snapshot   `json:"snaps"`
	Limits    []host.Limit      `json:"rctl"`
	Scripts   map[string]string `json:"scripts"`
	Running   *struct {
		JID       int               `json:"jid"`
		IP4       []string          `json:"ip4"`
		Unmounted bool              `json:"unmounted"`
		Params    map[string]string `json:"set"`
	} `json:"up"`
}

// loadFormat1 reads a whole file of format 1.
func loadFormat1(tx *bolt.Tx) (*host.Host, error) {
	var old hostFormat1
	if err := json.Unmarshal(tx.Bucket(hostBucket).Get([]byte("host")), &old); err != nil {
		return nil, fmt.Errorf("%w (%v)", errDamaged, err)
	}
	h := old.host()
	err := tx.Bucket(jailsBucket).ForEach(func(dataset, record []byte) error {
		pool, below, _ := strings.Cut(string(dataset), "/iocage/")
		p := h.Pool(pool)
		if p == nil {
			return fmt.Errorf("%w (there is no pool %q)", errDamaged, pool)
		}
		var j jailFormat1
		if err := json.Unmarshal(record, &j); err != nil {
			return fmt.Errorf("%w (%s: %v)", errDamaged, dataset, err)
		}
		place, name, _ := strings.Cut(below, "/")
		if name == "" {
			name = place
		}
		p.Add(place, j.jail(name))
		return nil
	})
	return h, err
}

func (old hostFormat1) host() *host.Host {
	h := &host.Host{Machine: old.Machine, LastUUID: old.LastUUID, LastJID: old.LastJID}
	for _, op := range old.Pools {
		p := host.NewPool(op.Name)
		p.Comment, p.Altroot, p.Datasets, p.Health, p.Filled = op.Comment, op.Altroot, op.Datasets, op.Health, op.Filled
		for name, image := range op.Images {
			_, uuid, _ := strings.Cut(image.Dataset, "/")
			if j := p.AddImage(name, uuid); j != nil && image.Jail != nil {
				*j = *image.Jail.jail(uuid)
			}
		}
		h.Pools = append(h.Pools, p)
	}
	h.Link()
	return h
}

func (old jailFormat1) jail(name string) *host.Jail {
	j := &host.Jail{
		Name: name, Bare: old.Bare, Link: old.Link, Data: old.Data, Rootless: old.Rootless,
		Limits: old.Limits, Scripts: old.Scripts,
	}
	j.SetSnapshots(old.Snapshots)
	for _, property := range slices.Sorted(maps.Keys(old.Props)) {
		j.Props.Set(property, old.Props[property])
	}
	if up := old.Running; up != nil {
		j.Running = &host.Running{JID: up.JID, IP4: up.IP4, Unmounted: up.Unmounted, Params: up.Params}
	}
	return j
}
