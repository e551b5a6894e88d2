package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// oldState writes a file of format 1.
func oldState(t *testing.T, records map[string]string) (dir, file string) {
	dir = t.TempDir()
	file = filepath.Join(dir, "host.db")
	db, err := bolt.Open(file, 0o644, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bolt.Tx) error {
		for _, name := range []string{"host", "jails"} {
			_, err := tx.CreateBucket([]byte(name))
			require.NoError(t, err)
		}
		require.NoError(t, tx.Bucket([]byte("host")).Put([]byte("format"), []byte("1")))
		require.NoError(t, tx.Bucket([]byte("host")).Put([]byte("host"), []byte(`{
			"Machine": {"Uname": "10.2-RELEASE-p9", "HostID": "h", "Sysctl": {"kern.features.rctl": "1"}, "Interfaces": {"em0": ["10.0.2.15"], "em1": []}},
			"Pools": [{"Name": "tank", "Comment": "iocage", "Altroot": "/mnt", "Datasets": ["iocage"], "Health": "DEGRADED", "Filled": 7,
				"Images": {"i": {"dataset": "jails/v", "jail": {"p": {"tag": "y"}}}, "empty": {}}}],
			"LastUUID": 18446744073709551615, "LastJID": 3
		}`)))
		for key, value := range records {
			require.NoError(t, tx.Bucket([]byte("jails")).Put([]byte(key), []byte(value)))
		}
		return nil
	}))
	require.NoError(t, db.Close())
	return dir, file
}

var oldJails = map[string]string{
	"tank/iocage/.defaults": `{"p": {"boot": "on"}}`,
	"tank/iocage/jails/u": `{"p": {"tag": "x", "origin": "tank/iocage/jails/w@s", "notes": "<&>"}, "link": "x", "data": true,
		"snaps": [{"name": "s", "below": "root", "created": 5}], "rctl": [{"resource": "maxproc", "action": "deny", "amount": 9}],
		"scripts": {"prestop": "true"}, "up": {"jid": 3, "ip4": ["10.0.0.1"], "unmounted": true, "set": {"vnet": "on"}}}`,
	"tank/iocage/releases/10.2-RELEASE": `{"bare": true}`,
}

// A state of format 1 can be read, and is converted by a change.
func TestFormat1(t *testing.T) {
	dir, file := oldState(t, oldJails)
	before, err := os.ReadFile(file)
	require.NoError(t, err)
	folder := openFolder(t, dir)
	require.NoError(t, folder.View(t.Context(), isTheOldHost(t)))
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, before, after, "who reads writes nothing")

	require.NoError(t, folder.Update(t.Context(), isTheOldHost(t)))
	require.NoError(t, folder.View(t.Context(), isTheOldHost(t)))
	db, err := bolt.Open(file, 0o644, &bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	require.NoError(t, db.View(func(tx *bolt.Tx) error {
		require.Equal(t, "4", string(tx.Bucket([]byte("host")).Get([]byte("format"))))
		return nil
	}))
	require.NoError(t, db.Close())
}

func isTheOldHost(t *testing.T) func(*host.Host) error {
	return func(h *host.Host) error {
		require.Equal(t, "10.2-RELEASE-p9", h.Uname)
		require.Equal(t, map[string][]string{"em0": {"10.0.2.15"}, "em1": {}}, h.Interfaces)
		require.Equal(t, uint64(1<<64-1), h.LastUUID)
		require.Equal(t, 3, h.LastJID)
		p := h.Pool("tank")
		require.Equal(t, []any{"iocage", "/mnt", []string{"iocage"}, host.Degraded, 7}, []any{p.Comment, p.Altroot, p.Datasets, p.Health, p.Filled})
		require.Len(t, p.Images(), 2)
		require.Equal(t, "y", p.Images()["i"].Jail.Get("tag"))
		require.Nil(t, p.Images()["empty"].Jail)
		require.Equal(t, "on", p.Jail(host.DefaultsPlace).Get("boot"))
		require.True(t, p.Jail("releases/10.2-RELEASE").Bare)
		j := p.ByUUID("u")
		require.Equal(t, map[string]string{"tag": "x", "origin": "tank/iocage/jails/w@s", "notes": "<&>"}, j.Props.Map())
		require.Equal(t, []host.Snapshot{{Name: "s", Below: "root", Created: 5}}, j.Snapshots())
		require.Equal(t, []host.Limit{{Resource: "maxproc", Action: "deny", Amount: 9}}, j.Limits)
		require.Equal(t, []any{"x", true, false, map[string]string{"prestop": "true"}}, []any{j.Link, j.Data, j.Rootless, j.Scripts})
		require.Equal(t, &host.Running{JID: 3, IP4: []string{"10.0.0.1"}, Unmounted: true, Params: map[string]string{"vnet": "on"}}, j.Running)
		require.Equal(t, []string{"tank/iocage/jails/u"}, datasets(p.Lookup(host.Key{Index: host.Called, Value: "x"})))
		return nil
	}
}

// An invalid state of format 1 is refused and not changed.
func TestFormat1ThatCannotBe(t *testing.T) {
	for name, records := range map[string]map[string]string{
		"torn":          {"tank/iocage/jails/u": `{"p":`},
		"no such pool":  {"nosuch/iocage/jails/u": `{}`},
		"no such shape": {"tank/iocage/jails/u": `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := oldState(t, records)
			refused(t, dir, "host.db is damaged")
		})
	}
}
