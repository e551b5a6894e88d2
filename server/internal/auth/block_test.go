package auth_test

import (
	"bytes"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// wrong fails n logins from an address.
func wrong(t *testing.T, l *auth.Logins, from netip.Addr, n int) {
	for range n {
		_, err := l.Verify(t.Context(), from, "anna", "wrong")
		require.ErrorIs(t, err, auth.ErrRefused)
	}
}

func right(t *testing.T, l *auth.Logins, from netip.Addr) error {
	_, err := l.Verify(t.Context(), from, "anna", "right")
	return err
}

func TestBlocksOutliveTheServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blocks")
	l, _ := logins(auth.Options{BlocksFile: path})
	wrong(t, l, far, 5)
	require.ErrorIs(t, right(t, l, far), auth.ErrBlocked)

	l, clock := logins(auth.Options{BlocksFile: path})
	require.ErrorIs(t, right(t, l, far), auth.ErrBlocked, "the next server knows")
	blocks, err := auth.ReadBlocks(path)
	require.NoError(t, err)
	require.Len(t, blocks, 1)
	require.Equal(t, "192.0.2.7 2016-02-05T13:00:00Z", blocks[0].String())
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	clock.now = clock.now.Add(time.Hour)
	require.NoError(t, right(t, l, far), "until the block ends")
	other := netip.MustParseAddr("192.0.2.8")
	wrong(t, l, other, 5)
	blocks, err = auth.ReadBlocks(path)
	require.NoError(t, err)
	require.Len(t, blocks, 1, "what ended is forgotten")
}

func TestBlocksAreClearedWhileAServerRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blocks")
	l, _ := logins(auth.Options{BlocksFile: path})
	six := netip.MustParseAddr("2001:db8::7")
	clear := func(address netip.Addr) int {
		n, err := auth.ClearBlocks(path, address)
		require.NoError(t, err)
		return n
	}
	require.Zero(t, clear(far), "there is no file yet")
	wrong(t, l, far, 5)
	wrong(t, l, six, 5)
	require.Zero(t, clear(netip.MustParseAddr("192.0.2.8")))
	require.ErrorIs(t, right(t, l, far), auth.ErrBlocked)
	require.Equal(t, 1, clear(netip.MustParseAddr("::ffff:192.0.2.7")))
	require.NoError(t, right(t, l, far))
	require.ErrorIs(t, right(t, l, six), auth.ErrBlocked)
	wrong(t, l, far, 5)
	require.Equal(t, 2, clear(netip.Addr{}), "everybody")
	require.NoError(t, right(t, l, far))
	require.NoError(t, right(t, l, six))
}

// A customer has a /64 of addresses, which together get no more guesses than
// one.
func TestBlockingOfANetwork(t *testing.T) {
	l, _ := logins(auth.Options{})
	guess := netip.MustParseAddr("2001:db8:0:7::1")
	for range 5 {
		wrong(t, l, guess, 1)
		guess = guess.Next()
	}
	require.ErrorIs(t, right(t, l, netip.MustParseAddr("2001:db8:0:7:ffff::")), auth.ErrBlocked)
	require.ErrorIs(t, right(t, l, netip.MustParseAddr("2001:db8:0:7::9%em0")), auth.ErrBlocked)
	require.NoError(t, right(t, l, netip.MustParseAddr("2001:db8:0:8::1")))
}

// Damage to the file loses only the damaged lines, and is reported.
func TestDamagedBlocksFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blocks")
	require.NoError(t, os.WriteFile(path, []byte("192.0.2.7 2016-02-05T13:00:00Z\n192.0.2.8 2016-02\n\x00\x00\n127.0.0.1 2999-02-05T13:00:00Z\n"), 0o600))
	var log bytes.Buffer
	l, _ := logins(auth.Options{BlocksFile: path, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	require.ErrorIs(t, right(t, l, far), auth.ErrBlocked)
	require.NoError(t, right(t, l, netip.MustParseAddr("192.0.2.8")))
	require.NoError(t, right(t, l, loopback), "whatever the file says")
	require.Contains(t, log.String(), path+":2: ")
	require.Contains(t, log.String(), path+":3: ")
}

// An address is blocked even if the block cannot be written to the file.
func TestBlocksThatCannotBeKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	var log bytes.Buffer
	l, _ := logins(auth.Options{BlocksFile: filepath.Join(path, "blocks"), Logger: slog.New(slog.NewTextHandler(&log, nil))})
	wrong(t, l, far, 5)
	require.ErrorIs(t, right(t, l, far), auth.ErrBlocked)
	require.Contains(t, log.String(), "cannot be written down")
}

// A guesser with a million networks uses a bounded number of records. When too
// many are blocked, the oldest blocks end first.
func TestBlocksAreBounded(t *testing.T) {
	l, clock := logins(auth.Options{MaxAddresses: 3})
	address := func(i byte) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, i}) }
	wrong(t, l, far, 4)
	for i := range byte(3) {
		wrong(t, l, address(100+i), 1)
	}
	wrong(t, l, far, 1)
	require.NoError(t, right(t, l, far), "who failed longest ago is forgotten")

	for i := range byte(4) {
		wrong(t, l, address(i), 5)
		clock.now = clock.now.Add(time.Second)
	}
	require.NoError(t, right(t, l, address(0)))
	for i := range byte(3) {
		require.ErrorIs(t, right(t, l, address(1+i)), auth.ErrBlocked)
	}
}

func TestMemoryUnderAttack(t *testing.T) {
	l, _ := logins(auth.Options{})
	address := netip.MustParseAddr("2001:db8::1").As16()
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for i := range 30_000 {
		address[5], address[6], address[7] = byte(i>>16), byte(i>>8), byte(i)
		wrong(t, l, netip.AddrFrom16(address), 1)
	}
	require.Less(t, heap(), before+8<<20, "10,000 records, not 30,000")
	require.NoError(t, right(t, l, far))
}

// In any sequence of operations, an address is blocked for an hour exactly
// after five consecutive failures within ten minutes, over any number of
// restarts.
func TestBlockModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "blocks")
		require.NoError(t, err)
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "blocks")
		now := time.Date(2016, 2, 5, 12, 0, 0, 0, time.UTC)
		serve := func() *auth.Logins {
			return auth.New(users, auth.Options{BlocksFile: path, Now: func() time.Time { return now }})
		}
		l := serve()
		addresses := []netip.Addr{far, netip.MustParseAddr("2001:db8::7"), netip.MustParseAddr("198.51.100.1")}
		failures, until := map[netip.Addr][]time.Time{}, map[netip.Addr]time.Time{}
		try := func(t *rapid.T, password string) {
			from := rapid.SampledFrom(addresses).Draw(t, "from")
			_, err := l.Verify(t.Context(), from, "anna", password)
			switch {
			case now.Before(until[from]):
				require.ErrorIs(t, err, auth.ErrBlocked)
			case password == "right":
				require.NoError(t, err)
				delete(failures, from)
			default:
				require.ErrorIs(t, err, auth.ErrRefused)
				failures[from] = append(failures[from], now)
				for now.Sub(failures[from][0]) > 10*time.Minute {
					failures[from] = failures[from][1:]
				}
				if len(failures[from]) == 5 {
					until[from] = now.Add(time.Hour)
					delete(failures, from)
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"fail":    func(t *rapid.T) { try(t, "wrong") },
			"guess":   func(t *rapid.T) { try(t, "almost") },
			"succeed": func(t *rapid.T) { try(t, "right") },
			"wait": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.SampledFrom([]int{1, 60, 300, 601, 3600}).Draw(t, "seconds")) * time.Second)
			},
			"restart": func(*rapid.T) { l = serve(); clear(failures) },
			"clear": func(t *rapid.T) {
				from := rapid.SampledFrom(addresses).Draw(t, "cleared")
				_, err := auth.ClearBlocks(path, from)
				require.NoError(t, err)
				delete(until, from)
			},
		})
	})
}

// A disk that hangs holds up logins, but not the metrics.
func TestBlocksAreCountedWhileTheDiskHangs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blocks")
	l, _ := logins(auth.Options{BlocksFile: path})
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	login := make(chan error)
	go func() { login <- right(t, l, far) }()
	var disk *os.File
	require.Eventually(t, func() (reads bool) {
		var err error
		disk, err = os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		return err == nil
	}, time.Minute, time.Millisecond, "the login reads the file")
	counted := make(chan int, 1)
	go func() { counted <- l.Blocked() }()
	select {
	case n := <-counted:
		require.Zero(t, n)
	case <-time.After(10 * time.Second):
		t.Error("whoever counts waits for the disk")
	}
	require.NoError(t, disk.Close())
	require.NoError(t, <-login)
}

func FuzzBlocksFile(f *testing.F) {
	f.Add("192.0.2.7 2016-02-05T13:00:00Z\n2001:db8::/64 2999-02-05T13:00:00Z\n")
	f.Add("192.0.2.7/64 x\n\xff")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "blocks")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		blocks, _ := auth.ReadBlocks(path)
		n, err := auth.ClearBlocks(path, netip.Addr{})
		require.NoError(t, err)
		require.Equal(t, len(blocks), n, "what is read is what can be cleared")
	})
}
