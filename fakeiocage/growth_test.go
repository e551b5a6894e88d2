package fakeiocage_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// A cost is what one run uses: memory, through which everything that it reads
// passes, and pages of the file.
type cost struct {
	allocated uint64 // bytes
	written   int    // pages
}

// Commands about one jail read and write as much on a host of few jails as on
// one of many.
func TestOneJailCostsTheSameAmongMany(t *testing.T) {
	costTheSame(t, "", oneJail)
}

func TestOneJailCostsTheRewriteTheSameAmongMany(t *testing.T) {
	costTheSame(t, rewrite, oneJailOfRewrite)
}

func costTheSame(t *testing.T, dialect string, runs [][]string) {
	few, many := costs(t, dialect, 20, runs), costs(t, dialect, 4000, runs)
	for _, run := range runs {
		a, b := few[strings.Join(run, " ")], many[strings.Join(run, " ")]
		require.LessOrEqual(t, b.allocated, 3*a.allocated+20_000, "bytes of %q, %d among few", run, a.allocated)
		require.LessOrEqual(t, b.written, a.written+50, "pages of %q", run) // some for the depth of the tree; the whole file has a thousand
	}
	require.Greater(t, many["list"].allocated, 50*few["list"].allocated, "what looks at all jails grows, and is seen to")
	require.Zero(t, many["list"].written)
}

// oneJail are successful runs about one jail.
var oneJail = [][]string{
	{"get", "all", "a_7"}, {"start", "a_7"}, {"runtime", "a_7"}, {"reboot", "a_7"}, {"stop", "a_7"}, {"set", "notes=x", "a_7"},
	{"snapshot", "-r", "a_7@s"}, {"rollback", "a_7@s"}, {"clone", "a_7", "tag=c"}, {"promote", "c"}, {"create", "tag=www.example.com"},
	{"snaplist", "www.example.com"}, {"export", "a_9"}, {"set", "istemplate=yes", "a_9"}, {"destroy", "-f", "www.example.com"},
}

// oneJailOfRewrite are those of the rewrite.
var oneJailOfRewrite = [][]string{
	{"get", "all", "a_7"}, {"get", "-p"}, {"set", "ip4_addr=em0|10.0.2.7/24", "a_7"}, {"start", "a_7"}, {"exec", "a_7", "true"}, {"restart", "a_7"}, {"stop", "a_7"},
	{"snapshot", "-n", "s", "a_7"}, {"snaplist", "a_7"}, {"rollback", "-f", "-n", "s", "a_7"}, {"clone", "a_7", "tag=c"}, {"create", "-r", "10.2-RELEASE", "tag=www.example.com"},
	{"fstab", "-a", "a_8", "/a /b nullfs ro 0 0"}, {"export", "a_9"}, {"set", "template=yes", "a_9"}, {"destroy", "-f", "www.example.com"},
}

// costs returns the costs of each command on a host of that many jails.
func costs(t *testing.T, dialect string, jails int, runs [][]string) map[string]cost {
	dir := t.TempDir()
	h, err := fakeiocage.OpenHost(dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	_, _, status := runOn(h, noon, []string{"create", "tag=a", fmt.Sprint("count=", jails)})
	require.Zero(t, status)
	all := map[string]cost{}
	for _, args := range append(runs, []string{"list"}) {
		all[strings.Join(args, " ")] = costOf(t, h, dialect, filepath.Join(dir, "host.db"), args)
	}
	return all
}

func costOf(t *testing.T, h *fakeiocage.Host, dialect, file string, args []string) cost {
	before, err := os.ReadFile(file)
	require.NoError(t, err)
	var m1, m2 runtime.MemStats
	runtime.ReadMemStats(&m1)
	stdout, stderr, status := runAs(h, dialect, noon, args)
	runtime.ReadMemStats(&m2)
	require.Zero(t, status, "%q: %s%s", args, stdout, stderr)
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	return cost{m2.TotalAlloc - m1.TotalAlloc, pagesThatDiffer(before, after)}
}

func pagesThatDiffer(a, b []byte) (n int) {
	const page = 4096
	for i := 0; i < max(len(a), len(b)); i += page {
		if !bytes.Equal(part(a, i, page), part(b, i, page)) {
			n++
		}
	}
	return n
}

func part(b []byte, from, size int) []byte { return b[min(from, len(b)):min(from+size, len(b))] }
