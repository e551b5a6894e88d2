package iocage_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// Requests sent together, in this order, and when each command begins if each
// takes a second.
func TestTurns(t *testing.T) {
	jails := map[string]string{"www": uuidA, uuidA: uuidA, "A": uuidA, "db": uuidB, uuidB: uuidB}
	tests := []struct {
		name string
		asks func(*stage) []ask
		want []string
	}{
		{"one jail", func(s *stage) []ask { return []ask{s.start("www"), s.stop("www"), s.start("www")} },
			[]string{"0s start www", "1s stop www", "2s start www"}},
		{"different jails", func(s *stage) []ask { return []ask{s.start("www"), s.start("db"), s.stop("db"), s.stop("www")} },
			[]string{"0s start www", "0s start db", "1s stop db", "1s stop www"}},
		{"several names of one jail", func(s *stage) []ask { return []ask{s.start("www"), s.stop(uuidA), s.start("A"), s.start("db")} },
			[]string{"0s start www", "0s start db", "1s stop " + uuidA, "2s start A"}},
		{"in the order they came", func(s *stage) []ask { return []ask{s.start("www"), s.stop(uuidA), s.start("www"), s.stop("A")} },
			[]string{"0s start www", "1s stop " + uuidA, "2s start www", "3s stop A"}},
		{"a name that is no jail's", func(s *stage) []ask { return []ask{s.start("nosuch"), s.start("db"), s.start("www")} },
			[]string{"0s start nosuch", "1s start db", "1s start www"}},
		{"reads", func(s *stage) []ask { return []ask{s.start("www"), s.defaults(), s.pool(), s.clean(), s.defaults()} },
			[]string{"0s start www", "0s defaults", "0s activate", "1s clean -fa", "1s defaults"}},
		{"commands in a jail", func(s *stage) []ask { return []ask{s.exec("www"), s.exec("www"), s.stop("www"), s.exec("www")} },
			[]string{"0s exec -U root www true", "0s exec -U root www true", "0s stop www", "0s exec -U root www true"}},
		{"new jails", func(s *stage) []ask { return []ask{s.create(), s.create("tag=a"), s.create("tag=b"), s.start("www")} },
			[]string{"0s create", "0s create tag=a", "0s create tag=b", "0s start www"}},
		{"clones of one jail", func(s *stage) []ask { return []ask{s.clone("www"), s.clone(uuidA), s.stop("www"), s.clone("www")} },
			[]string{"0s clone www", "0s clone " + uuidA, "1s stop www", "2s clone www"}},
		{"one tag for two new jails", func(s *stage) []ask { return []ask{s.create("tag=a"), s.clone("www", "tag=a"), s.create("tag=b")} },
			[]string{"0s create tag=a", "0s create tag=b", "1s clone www tag=a"}},
		{"a tag that a new jail takes", func(s *stage) []ask {
			return []ask{s.create("tag=www"), s.start("www"), s.start("db"), s.start(uuidB)}
		}, []string{"0s create tag=www", "1s start www", "1s start db", "2s start " + uuidB}},
		{"the last tag counts", func(s *stage) []ask { return []ask{s.create("tag=www", "tag=a"), s.start("www")} },
			[]string{"0s create tag=www tag=a", "0s start www"}},
		{"all that there is", func(s *stage) []ask {
			return []ask{s.start("www"), s.create(), s.clean(), s.activate("tank"), s.start("db"), s.create()}
		}, []string{"0s start www", "0s create", "1s clean -fa", "2s activate tank", "3s start db", "3s create"}},
		{"a check is made in turn", func(s *stage) []ask { return []ask{s.start("www"), s.destroy("www"), s.destroy("db")} },
			[]string{"0s start www", "0s get mountpoint db", "1s get mountpoint www", "1s destroy -f db", "2s destroy -f www"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onStage(t, iocage.Options{}, func(t *testing.T, s *stage) {
				s.jails = jails
				s.all(t, tt.asks(s)...)
				require.ElementsMatch(t, tt.want, s.diary)
			})
		})
	}
}

// A hanging jail delays only its own changes, and these not for ever.
func TestWaitingIsLimited(t *testing.T) {
	onStage(t, iocage.Options{Timeout: time.Minute}, func(t *testing.T, s *stage) {
		s.jails = map[string]string{"www": uuidA, uuidA: uuidA, "db": uuidB}
		s.takes["start"] = time.Hour
		s.takes["stop"] = 50 * time.Second
		s.lingers = 1500 * time.Millisecond
		errs := s.answers(s.stop("www"), after(time.Second, s.start("www")), after(2*time.Second, s.stop(uuidA)),
			after(3*time.Second, s.stop("db")), after(2*time.Second, s.stop("www")))
		require.NoError(t, errs[0])
		require.NoError(t, errs[3])
		require.ErrorIs(t, errs[1], iocage.ErrTimeout)
		require.EqualError(t, errs[1], "iocage start did not finish within 1m0s: it was ended")
		for _, late := range []error{errs[2], errs[4]} {
			require.ErrorIs(t, late, iocage.ErrBusy)
			require.EqualError(t, late, "iocage stop did not begin within 1m0s: other commands had not ended")
		}
		require.Equal(t, []string{"0s stop www", "3s stop db", "50s start www", "1m1s ended: start www"}, s.diary,
			"waiting counts, and who gave up is not run")
		s.all(t, s.stop("www"))
	})
}

// A command that cannot be killed because its pool is suspended is not waited
// for without limit; but it keeps its jail and its place until it ends.
func TestCommandThatCannotBeEnded(t *testing.T) {
	onStage(t, iocage.Options{Timeout: time.Minute, Commands: 2}, func(t *testing.T, s *stage) {
		s.jails = map[string]string{"www": uuidA, uuidA: uuidA, "db": uuidB}
		s.takes["start"], s.takes["defaults"] = time.Hour, time.Hour
		s.lingers = time.Hour
		stuck := "did not finish within 1m0s: it was ended, but is still there"
		for what, a := range map[string]ask{"start": s.start("www"), "defaults": s.defaults()} {
			err := a(t.Context())
			require.ErrorIs(t, err, iocage.ErrTimeout)
			require.EqualError(t, err, "iocage "+what+" "+stuck)
		}
		require.Equal(t, 2*(time.Minute+2*time.Second), time.Since(s.began))
		require.ErrorIs(t, s.stop(uuidA)(t.Context()), iocage.ErrBusy)
		require.ErrorIs(t, s.defaults()(t.Context()), iocage.ErrBusy)
		s.all(t, s.stop("db"), s.pool())

		time.Sleep(time.Hour)
		s.takes["defaults"] = time.Second
		s.all(t, s.stop("www"), s.defaults())
		require.ElementsMatch(t, []string{"start www", "ended: start www", "defaults", "ended: defaults",
			"stop db", "activate", "stop www", "defaults"}, withoutTimes(s.diary))
	})
}

func withoutTimes(diary []string) []string {
	what := make([]string, len(diary))
	for i, line := range diary {
		_, what[i], _ = strings.Cut(line, " ")
	}
	return what
}

// A check that takes too long ends the change before it begins.
func TestCheckIsLimited(t *testing.T) {
	onStage(t, iocage.Options{Timeout: time.Minute}, func(t *testing.T, s *stage) {
		s.takes["get"] = time.Hour
		err := s.destroy("www")(t.Context())
		require.ErrorIs(t, err, iocage.ErrTimeout)
		require.EqualError(t, err, "iocage get did not finish within 1m0s: it was ended")
		require.Equal(t, []string{"0s get mountpoint www", "1m0s ended: get mountpoint www"}, s.diary)
	})
}

// A caller that gives up leaves the line. Those behind it move up but do not
// overtake each other.
func TestWhoeverLeavesTheLine(t *testing.T) {
	onStage(t, iocage.Options{}, func(t *testing.T, s *stage) {
		ctx, leave := context.WithCancel(t.Context())
		left := make(chan error, 1)
		first := make(chan error, 1)
		go func() { first <- s.start("www")(t.Context()) }()
		synctest.Wait()
		go func() { left <- s.clean()(ctx) }()
		synctest.Wait()
		leave()
		require.EqualError(t, <-left, "iocage clean did not begin: the server is shutting down")
		s.all(t, s.create(), s.stop("www"))
		require.Equal(t, []string{"0s start www", "0s create", "1s stop www"}, s.diary)
		require.NoError(t, <-first)
	})
}

// However many changes hang, reads and commands in jails have places of their
// own, and vice versa.
func TestEachKindHasPlacesOfItsOwn(t *testing.T) {
	onStage(t, iocage.Options{Commands: 2}, func(t *testing.T, s *stage) {
		s.jails = map[string]string{"www": uuidA, "db": uuidB}
		s.takes["start"], s.takes["exec"] = time.Minute, time.Minute
		s.all(t, s.start("www"), s.start("db"), s.exec("www"), s.exec("www"), s.exec("www"), s.create(), s.pool(), s.defaults())
		require.ElementsMatch(t, []string{
			"0s start www", "0s start db", "0s exec -U root www true", "0s exec -U root www true", "0s activate", "0s defaults",
			"1m0s exec -U root www true", "1m0s create",
		}, s.diary)
	})
}

// A name with a blank is that of one jail, which is looked up in its turn.
func TestTurnsOfANameWithABlank(t *testing.T) {
	onStage(t, iocage.Options{}, func(t *testing.T, s *stage) {
		s.jails = map[string]string{uuidA: uuidA, "db": uuidB}
		s.table = twoWords
		s.all(t, s.start(uuidA), s.stop("two words"), s.start("db"), s.destroy("two words"))
		require.ElementsMatch(t, []string{
			"0s start " + uuidA, "0s list", "0s start db", "0s list",
			"1s list", "1s stop " + uuidA,
			"2s list", "2s get mountpoint " + uuidA, "3s destroy -f " + uuidA,
		}, s.diary)
	})
}

// A name is looked up only if another change is present that could conflict.
func TestNamesAreLookedUpOnlyInCompany(t *testing.T) {
	p := prints("* Stopping\n")
	c := client(p)
	for range 2 {
		_, err := c.Stop(t.Context(), "www")
		require.NoError(t, err)
	}
	require.Equal(t, [][]string{{"stop", "www"}, {"stop", "www"}}, p.asked)
}
