package job_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/job"
)

// on runs a test in a synctest bubble with a stage that ends with the test.
func on(t *testing.T, o job.Options, test func(t *testing.T, s *stage)) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, o)
		test(t, s)
		s.stop()
	})
}

var (
	whole  = []job.State{job.Pending, job.Running, job.Finished}
	begun  = []job.State{job.Pending, job.Running}
	waits  = []job.State{job.Pending}
	killed = []job.State{job.Pending, job.Finished}
)

func TestCommandsRunUntilOneFails(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("a", "0", `long "o  ne"`, "3", "never")))
		synctest.Wait()
		require.Equal(t, begun, s.states("a"))
		time.Sleep(time.Minute)
		require.True(t, s.end("long o  ne", 0))
		synctest.Wait()
		require.Equal(t, whole, s.states("a"))
		last := s.last("a")
		require.Equal(t, []job.Result{{Output: "<0>"}, {Output: "<long o  ne>"}, {Output: "<3>", Code: 3}}, last.Results)
		require.Equal(t, time.Minute, last.Ended.Sub(last.Started))
		require.Empty(t, last.Reason)
		require.False(t, last.Succeeded())
	})
}

func TestSucceeded(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("two", "0", "0"), spec("none")))
		synctest.Wait()
		require.True(t, s.last("two").Succeeded())
		require.True(t, s.last("none").Succeeded())
	})
}

func TestQueues(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(
			spec("sysadm_pkg_1", "p1"), spec("sysadm_pkg_2", "p2"), spec("sysadm_pkg_3", "p3"),
			spec("sysadm_iocage_1", "i1"), spec("a", "a"), spec("b", "b")))
		synctest.Wait()
		positions := map[string]int{}
		for _, j := range s.List() {
			positions[j.Queue()+" "+j.ID+" "+string(j.State)] = j.Position
		}
		require.Equal(t, map[string]int{
			"pkg_queue sysadm_pkg_1 running": 0, "pkg_queue sysadm_pkg_2 pending": 1, "pkg_queue sysadm_pkg_3 pending": 2,
			"iocage_queue sysadm_iocage_1 running": 0, "no_queue a running": 0, "no_queue b running": 0,
		}, positions)
		s.end("p1", 1)
		synctest.Wait()
		require.Equal(t, begun, s.states("sysadm_pkg_2"), "what fails does not hold up the next")
		require.Equal(t, waits, s.states("sysadm_pkg_3"))
	})
}

func TestJobsAtOnce(t *testing.T) {
	on(t, job.Options{AtOnce: 2}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("a", "a"), spec("b", "b"), spec("c", "c"), spec("d", "d")))
		synctest.Wait()
		require.Equal(t, waits, s.states("c"))
		require.Equal(t, 2, s.Count(job.Running))
		require.Equal(t, 2, s.Count(job.Pending))
		s.end("b", 0)
		synctest.Wait()
		require.Equal(t, begun, s.states("c"))
		require.Equal(t, waits, s.states("d"))
	})
}

func TestWaitingJobs(t *testing.T) {
	on(t, job.Options{AtOnce: 1, Waiting: 2}, func(t *testing.T, s *stage) {
		require.ErrorIs(t, s.Start(spec("a"), spec("b"), spec("c")), job.ErrFull)
		require.NoError(t, s.Start(spec("a", "a"), spec("b", "b")))
		require.NoError(t, s.Start(spec("c", "c")), "a runs, b waits")
		err := s.Start(spec("d", "d"))
		require.ErrorIs(t, err, job.ErrFull)
		require.EqualError(t, err, "too many jobs: 2 wait already, and 2 may")
		require.Empty(t, s.states("d"))
	})
}

func TestEndedJobs(t *testing.T) {
	on(t, job.Options{Kept: 2}, func(t *testing.T, s *stage) {
		for _, id := range []string{"a", "b", "c", "b"} {
			require.NoError(t, s.Start(spec(id, "0")))
			synctest.Wait()
		}
		var ids []string
		for _, j := range s.List() {
			ids = append(ids, j.ID)
		}
		require.Equal(t, []string{"c", "b"}, ids, "the last two, each once")
	})
}

func TestRefusals(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("a", "a")))
		for _, test := range []struct {
			spec job.Spec
			want string
		}{
			{spec("a", "0"), "the job exists: a waits or runs already"},
			{spec("", "0"), `malformed job: a job's id must be letters, digits and any of _ - . : + @ { }, not ""`},
			{spec("a b", "0"), `malformed job: a job's id must be letters, digits and any of _ - . : + @ { }, not "a b"`},
			{spec("../x", "0"), `malformed job: a job's id must be letters, digits and any of _ - . : + @ { }, not "../x"`},
			{spec(strings.Repeat("x", 129), "0"), "malformed job: a job's id is 129 bytes long: 128 are allowed"},
			{spec("n", "0", "echo \x00"), "malformed job: the job n has a command with a NUL character"},
			{spec("l", strings.Repeat("x", 40_000), strings.Repeat("y", 25_537)), "malformed job: the commands of the job l are 65537 bytes long: 65536 are allowed"},
		} {
			require.EqualError(t, s.Start(spec("fine", "0"), test.spec), test.want)
		}
		require.Empty(t, s.states("fine"), "all of them or none")
		require.NoError(t, s.Start(spec("sysadm_pkg_install-{9c079421-ace9}", "0"), spec("sysadm_update_runupdates::start", "0")))
	})
}

// An id may not occur twice in one call either.
func TestSameIDTwice(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		require.ErrorIs(t, s.Start(spec("a", "0"), spec("a", "0")), job.ErrExists)
	})
}

func TestAllowedPrograms(t *testing.T) {
	programs := []string{"/sbin/zfs", "iocage"}
	require.NoError(t, spec("a", "/sbin/zfs list", `"iocage" list`).Allowed(programs))
	require.NoError(t, spec("a", "rm").Allowed(nil))
	for _, command := range []string{"zfs list", "/usr/bin/iocage", "sh -c iocage", "iocage; rm", `io"cage "x`} {
		require.ErrorIs(t, spec("b", "iocage list", command).Allowed(programs), job.ErrForbidden, command)
	}
	require.EqualError(t, spec("b", "rm -r /").Allowed(programs),
		`not allowed here: "rm" is not among the programs that may be run: /sbin/zfs, iocage`)
}

// Jobs that wait or run already are left out, and the others are started.
func TestStartNew(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		started, err := s.StartNew(spec("sysadm_pkg_1", "p1"), spec("sysadm_pkg_2", "p2"))
		require.NoError(t, err)
		require.Equal(t, []string{"sysadm_pkg_1", "sysadm_pkg_2"}, started)
		started, err = s.StartNew(spec("sysadm_pkg_2", "p2"), spec("sysadm_pkg_3", "p3"))
		require.NoError(t, err)
		require.Equal(t, []string{"sysadm_pkg_3"}, started)
		_, err = s.StartNew(spec("sysadm_pkg_1", "p1"))
		require.ErrorIs(t, err, job.ErrExists)
	})
}

func TestKill(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("sysadm_pkg_1", "p1", "p2"), spec("sysadm_pkg_2", "0"), spec("a", "0")))
		synctest.Wait()
		require.Equal(t, []string{"sysadm_pkg_2", "sysadm_pkg_1"}, s.Kill("sysadm_pkg_2", "a", "nosuch", "sysadm_pkg_1"))
		synctest.Wait()
		require.Equal(t, whole, s.states("sysadm_pkg_1"))
		require.Equal(t, "it was killed", s.last("sysadm_pkg_1").Reason)
		require.Equal(t, []job.Result{{Output: "<p1>", Code: -1}}, s.last("sysadm_pkg_1").Results)
		require.Equal(t, killed, s.states("sysadm_pkg_2"))
		require.Equal(t, "it was killed before it ran", s.last("sysadm_pkg_2").Reason)
		require.Zero(t, s.last("sysadm_pkg_2").Started)
		require.Empty(t, s.Kill("sysadm_pkg_1", "sysadm_pkg_2"))
	})
}

func TestTimeout(t *testing.T) {
	on(t, job.Options{Timeout: time.Minute}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("sysadm_pkg_1", "p1"), spec("sysadm_pkg_2", "p2")))
		time.Sleep(59 * time.Second)
		require.Equal(t, begun, s.states("sysadm_pkg_1"))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		require.Equal(t, "it was ended: it ran longer than 1m0s", s.last("sysadm_pkg_1").Reason)
		time.Sleep(58 * time.Second)
		require.Equal(t, begun, s.states("sysadm_pkg_2"), "waiting does not count")
	})
}

func TestOutputIsBounded(t *testing.T) {
	on(t, job.Options{Output: 10}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("a", "first", "0", "séc", "0")))
		synctest.Wait()
		s.end("first", 0)
		synctest.Wait()
		s.end("séc", 0)
		synctest.Wait()
		require.Equal(t, []job.Result{
			{Output: "[7 bytes were cut here]\n"}, {Output: "[2 bytes were cut here]\n>"}, {Output: "<séc>"}, {Output: "<0>"},
		}, s.last("a").Results)
	})
}

func TestFullDisk(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("a", "0")))
		synctest.Wait()
		folder := filepath.Dir(s.options.Journal)
		require.NoError(t, os.Rename(folder, folder+".gone"))
		require.ErrorContains(t, s.Start(spec("a", "0"), spec("b", "0")), "cannot write the journal of jobs: ")
		require.Empty(t, s.states("b"))
		require.Len(t, s.List(), 1, "as if nothing had been asked")
		require.NoError(t, os.Rename(folder+".gone", folder))
		require.NoError(t, s.Start(spec("a", "0"), spec("b", "0")))
	})
}

// A disk that hangs keeps jobs from starting and ending, but nobody from looking.
func TestLookersDoNotWait(t *testing.T) {
	s := newStage(t, job.Options{})
	s.mu.Lock() // whoever tells waits
	started := make(chan error)
	go func() { started <- s.Start(spec("a", "0")) }()
	require.Eventually(t, func() bool { return s.Count(job.Pending) == 1 }, time.Minute, time.Millisecond)
	require.Len(t, s.List(), 1)
	s.mu.Unlock()
	require.NoError(t, <-started)
	s.stop()
}

func TestStop(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		s.group = 4_000_000
		require.NoError(t, s.Start(spec("sysadm_pkg_1", "p1"), spec("sysadm_pkg_2", "p2"), spec("a", "a")))
		synctest.Wait()
		ctx, cancel := contextOf(time.Minute)
		defer cancel()
		stopped := make(chan struct{})
		go func() { s.Stop(ctx); close(stopped) }()
		synctest.Wait()
		require.ErrorIs(t, s.Start(spec("b", "0")), job.ErrStopping)
		s.end("p1", 0)
		synctest.Wait()
		require.Equal(t, whole, s.states("sysadm_pkg_1"), "there is time to finish")
		require.Equal(t, waits, s.states("sysadm_pkg_2"), "but not to begin")
		began := time.Now()
		<-stopped
		require.Equal(t, time.Minute, time.Since(began))
		require.Equal(t, begun, s.states("a"), "the next start tells what has become of it")

		s.open(t)
		require.Equal(t, append(begun, job.Interrupted), s.states("a"))
		require.Equal(t, append(waits, job.Interrupted), s.states("sysadm_pkg_2"))
		require.Equal(t, "the server ended before it did", s.last("a").Reason)
		require.Equal(t, whole, s.states("sysadm_pkg_1"))
		synctest.Wait()
		require.Empty(t, s.runs, "nothing is run again")
		require.Len(t, s.List(), 3)

		s.told = nil
		s.stop()
		s.open(t)
		require.Empty(t, s.told, "it is told once")
		require.Len(t, s.List(), 3)
		require.NoError(t, s.Start(spec("a", "0")))
		require.Len(t, s.List(), 3, "the new one takes the place of the old one")
	})
}

// A server stops although one of its jobs cannot be killed, as if it hung in the
// kernel. The next start says that it was interrupted; its end changes nothing.
func TestStopWithoutAJobThatCannotBeKilled(t *testing.T) {
	on(t, job.Options{Grace: time.Minute}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("a", "deaf a"), spec("b", "deaf b")))
		synctest.Wait()
		require.Equal(t, []string{"a"}, s.Kill("a"))
		began := time.Now()
		s.stop()
		require.Equal(t, time.Minute+time.Second, time.Since(began))

		s.open(t)
		for _, id := range []string{"a", "b"} {
			require.Equal(t, append(begun, job.Interrupted), s.states(id))
		}
		journal, err := os.ReadFile(s.options.Journal)
		require.NoError(t, err)
		s.end("deaf a", 0)
		s.end("deaf b", 0)
		synctest.Wait()
		require.Equal(t, append(begun, job.Interrupted), s.states("a"))
		now, err := os.ReadFile(s.options.Journal)
		require.NoError(t, err)
		require.Equal(t, string(journal), string(now))
	})
}

func TestOneServerOfAJournal(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		require.NoError(t, s.Start(spec("a", "a")))
		err := job.New(s.options).Recall()
		require.EqualError(t, err, "cannot use the journal of jobs "+s.options.Journal+": another server does: give each a folder of its own with --state-dir")
		synctest.Wait()
		require.Equal(t, begun, s.states("a"))
	})
}

// Processes that a killed server has left are reported and can be killed.
func TestLeftBehind(t *testing.T) {
	if _, err := exec.LookPath("ps"); err != nil {
		t.Skip("there is no ps here")
	}
	s := newStage(t, job.Options{Grace: 20 * time.Millisecond})
	file := filepath.Join(t.TempDir(), "pid")
	left := exec.Command("sh", "-c", "trap '' TERM; echo $$ >"+file+"; while :; do sleep 0.01; done")
	left.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, left.Start())
	require.Equal(t, left.Process.Pid, pidIn(t, file))
	s.group = left.Process.Pid
	require.NoError(t, s.Start(spec("a", "a")))
	require.Eventually(t, func() bool { return s.runsNow("a") }, time.Minute, time.Millisecond)
	s.stop()

	s.open(t)
	require.Equal(t, fmt.Sprintf("the server ended before it did; process group %d still runs", s.group), s.last("a").Reason)
	require.Equal(t, []string{"a"}, s.Kill("a"))
	require.Error(t, left.Wait(), "it was killed")
	require.Equal(t, fmt.Sprintf("the server ended before it did; process group %d was killed", s.group), s.List()[0].Reason)
	require.Empty(t, s.Kill("a"))
	s.stop()
}

func TestBrokenJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "jobs.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"jobs":[`), 0o600))
	err := job.New(job.Options{Journal: path}).Recall()
	require.EqualError(t, job.CheckJournal(path), err.Error())
	require.NoError(t, job.CheckJournal(path+".none"))
	require.EqualError(t, err, "cannot read the journal of jobs: "+path+": unexpected end of JSON input: move it away to forget those jobs")
}

// A server killed during a write leaves a partial file, which is never read.
func TestHalfAJournal(t *testing.T) {
	on(t, job.Options{}, func(t *testing.T, s *stage) {
		s.stop()
		half := filepath.Join(filepath.Dir(s.options.Journal), ".jobs.json1234")
		require.NoError(t, os.WriteFile(half, []byte(`{"jobs":[`), 0o600))
		s.open(t)
		require.NoFileExists(t, half)
	})
}
