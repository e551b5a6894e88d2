package calls_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/calls"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/recent"
)

// writing makes the test binary a process that writes calls.
const writing = "CALLS_TEST_WRITE"

func TestMain(m *testing.M) {
	if file := os.Getenv(writing); file != "" {
		os.Exit(write(file, os.Args[1]))
	}
	os.Exit(m.Run())
}

const each = 20 // calls that one process writes

func write(file, who string) int {
	for i := range each {
		if err := calls.NewFile(file).Append(call(who, fmt.Sprint(i), strings.Repeat("x", 5000))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return 0
}

func call(args ...string) calls.Call {
	status := 0
	return calls.Call{Time: time.Date(2016, 2, 5, 12, 0, 0, 0, time.UTC), Args: args, User: "root", Dialect: "d", ExitCode: &status}
}

func made(t *testing.T, args ...[]string) []calls.Call {
	var all []calls.Call
	for _, a := range args {
		all = append(all, call(a...))
	}
	return all
}

// A hundred concurrent processes lose and tear no call, even if the file
// becomes full meanwhile.
func TestHundredProcesses(t *testing.T) {
	const processes = 100
	file := filepath.Join(t.TempDir(), "calls")
	almost := bytes.Repeat([]byte(" "), recent.MostBytes-processes*each*2500)
	require.NoError(t, os.WriteFile(file, almost, 0o644))
	var started []*exec.Cmd
	for i := range processes {
		c := exec.CommandContext(t.Context(), os.Args[0], fmt.Sprint("p", i))
		c.Env = append(os.Environ(), writing+"="+file, "GORACE=atexit_sleep_ms=10")
		c.Stderr = os.Stderr
		require.NoError(t, c.Start())
		started = append(started, c)
	}
	for _, c := range started {
		require.NoError(t, c.Wait())
	}
	all, err := calls.NewFile(file).Read()
	require.NoError(t, err)
	next := map[string]int{}
	for _, c := range all {
		who := c.Args[0]
		require.Equal(t, fmt.Sprint(next[who]), c.Args[1], "the calls of %s keep their order", who)
		require.Len(t, c.Args[2], 5000)
		next[who]++
	}
	require.Len(t, next, processes)
	require.Len(t, all, processes*each)
	require.FileExists(t, file+".older")
}

// However many calls are recorded, the last ones are kept, in the space of two
// files.
func TestFullFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "calls")
	log := calls.NewFile(file)
	for i := range 3 {
		require.NoError(t, os.WriteFile(file, nil, 0o644))
		require.NoError(t, os.Truncate(file, recent.MostBytes)) // as if of many calls
		require.NoError(t, log.Append(call("last", fmt.Sprint(i))))
		require.NoFileExists(t, file)
	}
	require.NoError(t, log.Append(call("new")))
	all, err := log.Read()
	require.NoError(t, err)
	require.Equal(t, made(t, []string{"last", "2"}, []string{"new"}), all)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 2)
	require.NoError(t, log.Clear())
	all, err = log.Read()
	require.NoError(t, err)
	require.Empty(t, all)
}

// A call whose writer was killed does not damage the others.
func TestTornCall(t *testing.T) {
	file := filepath.Join(t.TempDir(), "calls")
	log := calls.NewFile(file)
	require.NoError(t, log.Append(call("first")))
	whole, err := os.ReadFile(file)
	require.NoError(t, err)
	for size := range len(whole) - 1 {
		require.NoError(t, os.WriteFile(file, append(bytes.Clone(whole), whole[:size]...), 0o644))
		require.NoError(t, log.Append(call("last")))
		all, err := log.Read()
		require.NoError(t, err)
		require.Equal(t, made(t, []string{"first"}, []string{"last"}), all, "torn after %d bytes", size)
	}
}

func TestFile(t *testing.T) {
	log := calls.NewFile(filepath.Join(t.TempDir(), "calls"))
	all, err := log.Read()
	require.NoError(t, err)
	require.Empty(t, all)
	require.NoError(t, log.Clear(), "there is nothing to clear")
	odd := call("tag=a b", "<&>", "\n", "", "ä")
	odd.ExitCode, odd.Faults, odd.Milliseconds = nil, []string{"f"}, 1.5
	require.NoError(t, log.Append(odd))
	all, err = log.Read()
	require.NoError(t, err)
	require.Equal(t, []calls.Call{odd}, all)
	require.NoError(t, log.Clear())
	all, err = log.Read()
	require.NoError(t, err)
	require.Empty(t, all)
}

func TestFileThatCannotBe(t *testing.T) {
	log := calls.NewFile(filepath.Join(t.TempDir(), "nosuch", "calls"))
	require.ErrorContains(t, log.Append(call("x")), "cannot write down the call: ")
	folder := calls.NewFile(t.TempDir())
	_, err := folder.Read()
	require.ErrorContains(t, err, "cannot read the calls: ")
}

// The memory is bounded and keeps the last calls.
func TestMemory(t *testing.T) {
	var log calls.Memory
	const n = 3 * calls.Most
	for i := range n {
		require.NoError(t, log.Append(call(fmt.Sprint(i))))
	}
	all, err := log.Read()
	require.NoError(t, err)
	require.LessOrEqual(t, len(all), calls.Most)
	require.GreaterOrEqual(t, len(all), calls.Most/2)
	for i, c := range all {
		require.Equal(t, fmt.Sprint(n-len(all)+i), c.Args[0])
	}
	require.NoError(t, log.Clear())
	all, err = log.Read()
	require.NoError(t, err)
	require.Empty(t, all)
}

// The memory is also bounded for calls with many words.
func TestMemoryOfLongCalls(t *testing.T) {
	var log calls.Memory
	word := strings.Repeat("x", 64<<10)
	const n = 3 * recent.MostBytes / (64 << 10)
	for i := range n {
		require.NoError(t, log.Append(call(fmt.Sprint(i), word)))
	}
	all, err := log.Read()
	require.NoError(t, err)
	require.LessOrEqual(t, len(all)*len(word), recent.MostBytes)
	require.GreaterOrEqual(t, len(all)*len(word), recent.MostBytes/2-len(word))
	require.Equal(t, fmt.Sprint(n-1), all[len(all)-1].Args[0])
}

func TestExpect(t *testing.T) {
	all := made(t, []string{"create", "tag=www", "ip4_addr=em0|10.0.0.5/24"}, []string{"start", "www"}, []string{"start", "db"}, []string{"list"})
	tests := []struct {
		name     string
		patterns []string
		times    int
		want     string // empty: as expected
	}{
		{"once", []string{"start", "www"}, -1, ""},
		{"exactly", []string{"start", "*"}, 2, ""},
		{"never", []string{"stop", "..."}, 0, ""},
		{"a star crosses slashes", []string{"create", "tag=???", "*|*/24"}, 1, ""},
		{"any rest", []string{"create", "..."}, 1, ""},
		{"no rest", []string{"list", "..."}, 1, ""},
		{"anything", []string{"..."}, 4, ""},
		{"too few", []string{"start", "*"}, 3, "2 calls match `start *`, not 3"},
		{"one only", []string{"start", "www"}, 0, "1 call matches `start www`, not 0"},
		{"another jail", []string{"start", "web"}, -1, "no call matches `start web`: the nearest of 4 is `start db`, where argument 2 is \"db\", not \"web\""},
		{"one missing", []string{"list", "-r"}, 1, "no call matches `list -r`: the nearest of 4 is `list`, where argument 2 is missing: \"-r\""},
		{"one more", []string{"create", "tag=www"}, 1, "no call matches `create tag=www`: the nearest of 4 is `create tag=www ip4_addr=em0|10.0.0.5/24`, where argument 3 is more than was expected: \"ip4_addr=em0|10.0.0.5/24\""},
		{"rest and miss", []string{"create", "tag=db", "..."}, 1, "no call matches `create tag=db ...`: the nearest of 4 is `create tag=www ip4_addr=em0|10.0.0.5/24`, where argument 2 is \"tag=www\", not \"tag=db\""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := calls.Expect(all, tt.patterns, tt.times)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, tt.want)
		})
	}
	require.EqualError(t, calls.Expect(nil, []string{"list"}, -1), "no call matches `list`: none was made")
}

// Any call matches its own words as patterns, and a mismatch is explained in
// words.
func TestExpectAnyWords(t *testing.T) {
	word := rapid.StringMatching(`[a-z*?.]{0,3}`)
	rapid.Check(t, func(t *rapid.T) {
		args := rapid.SliceOfN(word, 1, 4).Draw(t, "args")
		patterns := rapid.SliceOfN(word, 1, 4).Draw(t, "patterns")
		all := []calls.Call{call(args...)}
		require.NoError(t, calls.Expect(all, args, 1), "a call matches its own words")
		if err := calls.Expect(all, patterns, 1); err != nil {
			require.Contains(t, err.Error(), "where argument ")
			require.NoError(t, calls.Expect(all, patterns, 0))
		}
	})
}

// A record is what encoding/json would write, and can be read back.
func TestRecordIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := call(rapid.SliceOf(rapid.String()).Draw(t, "args")...)
		c.User, c.Dialect = rapid.String().Draw(t, "user"), rapid.String().Draw(t, "dialect")
		c.Faults = rapid.SliceOf(rapid.String()).Draw(t, "faults")
		c.Milliseconds = float64(rapid.IntRange(0, 1e9).Draw(t, "microseconds")) / 1000
		if rapid.Bool().Draw(t, "hanging") {
			c.ExitCode = nil
		}
		file := filepath.Join(tempDir(t), "calls")
		require.NoError(t, calls.NewFile(file).Append(c))
		written, err := os.ReadFile(file)
		require.NoError(t, err)
		want, err := json.Marshal(c)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(written))
	})
}

func tempDir(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "calls")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
