package zpool_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/zpool"
)

// The tables of FreeBSD 10.1, of 10.2 to 11, of 12 and later (OpenZFS), and of
// a ZFS before 2014.
func TestParse(t *testing.T) {
	tank := zpool.Pool{
		Name: "tank", Size: "464G", Alloc: "13.1G", Free: "451G", Frag: "6%", ExpandSz: "-",
		Capacity: "2%", Dedup: "1.00x", Health: "ONLINE", Altroot: "-",
	}
	zroot := zpool.Pool{
		Name: "zroot", Size: "111G", Alloc: "105G", Free: "5.9G", Frag: "44%", ExpandSz: "16.0E",
		Capacity: "94%", Dedup: "1.00x", Health: "DEGRADED", Altroot: "/mnt",
	}
	old := zpool.Pool{
		Name: "tank", Size: "464G", Alloc: "13.1G", Free: "451G", Frag: "-", ExpandSz: "-",
		Capacity: "2%", Dedup: "1.00x", Health: "ONLINE", Altroot: "-",
	}
	blank := tank
	blank.Name, blank.Altroot = "my old pool", "/media/my disk/x"
	for name, c := range map[string]struct {
		text string
		want []zpool.Pool
	}{
		"10.1": {"" +
			"NAME    SIZE  ALLOC   FREE   FRAG  EXPANDSZ    CAP  DEDUP  HEALTH  ALTROOT\n" +
			"tank    464G  13.1G   451G     6%         -     2%  1.00x  ONLINE  -\n" +
			"zroot   111G   105G   5.9G    44%     16.0E    94%  1.00x  DEGRADED  /mnt\n",
			[]zpool.Pool{tank, zroot}},
		"10.2": {"" +
			"NAME    SIZE  ALLOC   FREE  EXPANDSZ   FRAG    CAP  DEDUP  HEALTH  ALTROOT\n" +
			"tank    464G  13.1G   451G         -     6%     2%  1.00x  ONLINE  -\n" +
			"zroot   111G   105G   5.9G     16.0E    44%    94%  1.00x  DEGRADED  /mnt\n",
			[]zpool.Pool{tank, zroot}},
		"12": {"" +
			"NAME    SIZE  ALLOC   FREE  CKPOINT  EXPANDSZ   FRAG    CAP  DEDUP    HEALTH  ALTROOT\n" +
			"tank    464G  13.1G   451G        -         -     6%     2%  1.00x    ONLINE  -\n" +
			"zroot   111G   105G   5.9G     1.2G     16.0E    44%    94%  1.00x  DEGRADED  /mnt\n",
			[]zpool.Pool{tank, zroot}},
		"before 2014": {"" +
			"NAME    SIZE  ALLOC   FREE    CAP  DEDUP  HEALTH  ALTROOT\n" +
			"tank    464G  13.1G   451G     2%  1.00x  ONLINE  -\n",
			[]zpool.Pool{old}},
		"blanks": {"" +
			"NAME          SIZE  ALLOC   FREE  EXPANDSZ   FRAG    CAP  DEDUP  HEALTH  ALTROOT\n" +
			"my old pool   464G  13.1G   451G         -     6%     2%  1.00x  ONLINE  /media/my disk/x\n",
			[]zpool.Pool{blank}},
		"tabs": {"NAME\tSIZE\tHEALTH\r\ntank\t1G\tFAULTED\r\n",
			[]zpool.Pool{{
				Name: "tank", Size: "1G", Alloc: "-", Free: "-", Frag: "-", ExpandSz: "-",
				Capacity: "-", Dedup: "-", Health: "FAULTED", Altroot: "-",
			}}},
		"heading only": {"NAME    SIZE  ALLOC   FREE    CAP  DEDUP  HEALTH  ALTROOT\n", nil},
		"no pools":     {"no pools available\n", nil},
		"nothing":      {"", nil},
	} {
		got, err := zpool.Parse(c.text)
		require.NoError(t, err, name)
		require.Equal(t, c.want, got, name)
	}
}

func TestParseRefuses(t *testing.T) {
	for text, cause := range map[string]string{
		"internal error: failed to initialize ZFS library\n": "cannot read the heading",
		"tank 464G 13.1G 451G 2% 1.00x ONLINE -\n":           "cannot read the heading",
		"NAME\n":                                "cannot read the heading",
		"NAME SIZE HEALTH\ntank ONLINE\n":       `cannot read a line of zpool list: "tank ONLINE"`,
		"NAME SIZE HEALTH\n 1G ONLINE\n":        "cannot read a line",
		"NAME HEALTH ALTROOT\n/mnt /mnt /mnt\n": "cannot read a line",
	} {
		_, err := zpool.Parse(text)
		require.ErrorContains(t, err, cause, text)
	}
}

func TestMembersAreNamedAsDocumented(t *testing.T) {
	text, err := json.Marshal(zpool.Pool{})
	require.NoError(t, err)
	require.JSONEq(t, `{"size":"","alloc":"","free":"","frag":"","expandsz":"","dedup":"","altroot":"","capacity":"","health":""}`, string(text))
}

// For any pools, and any order of the columns, parsing a printed table returns
// the same pools.
func TestParseReadsWhatWasPrinted(t *testing.T) {
	word := rapid.StringMatching(`[0-9A-Z.%x-]{1,8}`)
	rapid.Check(t, func(t *rapid.T) {
		pools := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) zpool.Pool {
			return zpool.Pool{
				Name: rapid.StringMatching(`[a-z][a-z0-9_.:-]{0,8}( [a-z0-9_.:-]{1,5}){0,2}`).Draw(t, "name"),
				Size: word.Draw(t, "size"), Alloc: word.Draw(t, "alloc"), Free: word.Draw(t, "free"),
				Frag: word.Draw(t, "frag"), ExpandSz: word.Draw(t, "expandsz"), Dedup: word.Draw(t, "dedup"),
				Capacity: word.Draw(t, "cap"), Health: word.Draw(t, "health"),
				Altroot: rapid.OneOf(rapid.Just("-"), rapid.StringMatching(`/[a-z/]{0,8}( [a-z/]{1,5}){0,2}`)).Draw(t, "altroot"),
			}
		}), 1, 5).Draw(t, "pools")
		columns := rapid.Permutation([]string{"SIZE", "ALLOC", "FREE", "CKPOINT", "EXPANDSZ", "FRAG", "CAP", "DEDUP", "HEALTH"}).Draw(t, "columns")
		got, err := zpool.Parse(table(append(append([]string{"NAME"}, columns...), "ALTROOT"), pools))
		require.NoError(t, err)
		require.Equal(t, pools, got)
	})
}

func table(columns []string, pools []zpool.Pool) string {
	var b strings.Builder
	fmt.Fprintln(&b, strings.Join(columns, "  "))
	for _, p := range pools {
		cells := map[string]string{
			"NAME": p.Name, "SIZE": p.Size, "ALLOC": p.Alloc, "FREE": p.Free, "CKPOINT": "-", "EXPANDSZ": p.ExpandSz,
			"FRAG": p.Frag, "CAP": p.Capacity, "DEDUP": p.Dedup, "HEALTH": p.Health, "ALTROOT": p.Altroot,
		}
		for i, column := range columns {
			if i > 0 {
				fmt.Fprint(&b, "  ")
			}
			fmt.Fprintf(&b, "%*s", len(column), cells[column])
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	f.Add("NAME    SIZE  ALLOC   FREE  EXPANDSZ   FRAG    CAP  DEDUP  HEALTH  ALTROOT\ntank    464G  13.1G   451G         -     6%     2%  1.00x  ONLINE  -\n")
	f.Add("no pools available\n")
	f.Add("NAME ALTROOT HEALTH\na b /mnt ONLINE\n")
	f.Add("NAME NAME NAME\na b c d")
	f.Fuzz(func(t *testing.T, text string) {
		pools, err := zpool.Parse(text)
		if err != nil {
			require.Nil(t, pools)
			require.Less(t, len(err.Error()), 2000)
		}
		require.LessOrEqual(t, len(pools), strings.Count(text, "\n")+1)
		for _, p := range pools {
			require.NotEmpty(t, strings.TrimSpace(p.Name))
			require.NotContains(t, p.Health, " ")
			require.NotContains(t, p.Capacity, " ")
		}
	})
}
