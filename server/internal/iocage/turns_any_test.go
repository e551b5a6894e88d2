package iocage_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// A wish is a requested change and what it reads or writes, given full
// knowledge of every jail and its names.
type wish struct {
	ask           func(context.Context, *iocage.Client) error
	line          string // the command line
	sent, takes   time.Duration
	writes, reads []string
	began, ended  time.Duration
}

const everything = "everything"

func (w *wish) excludes(other *wish) bool {
	touches := func(a, b []string) bool {
		return slices.ContainsFunc(a, func(what string) bool { return slices.Contains(b, what) })
	}
	return slices.Contains(w.writes, everything) || slices.Contains(other.writes, everything) ||
		touches(w.writes, other.writes) || touches(w.writes, other.reads) || touches(w.reads, other.writes)
}

var (
	fleet    = map[string]string{"www": uuidA, uuidA: uuidA, uuidA[30:]: uuidA, "db": uuidB, uuidB: uuidB, strings.ToUpper(uuidB): uuidB}
	anyName  = rapid.SampledFrom([]string{"www", uuidA, uuidA[30:], "db", uuidB, strings.ToUpper(uuidB)})
	anyTag   = rapid.SampledFrom([]string{"", "", "", "", "www", "new"})
	anyDelay = rapid.IntRange(0, 20)
)

func anyWish(t *rapid.T) *wish {
	name, tag := anyName.Draw(t, "name"), anyTag.Draw(t, "tag")
	jail := fleet[name]
	var words, gives []string
	if tag != "" {
		words, gives = []string{"tag=" + tag}, []string{"the name " + tag}
	}
	w := &wish{sent: time.Duration(anyDelay.Draw(t, "sent")) * time.Second, takes: time.Duration(anyDelay.Draw(t, "takes")) * time.Second}
	switch kind := rapid.SampledFrom([]string{"start", "stop", "destroy", "clone", "create", "clean"}).Draw(t, "kind"); kind {
	case "start":
		w.ask = func(ctx context.Context, c *iocage.Client) error { _, err := c.Start(ctx, name); return err }
		w.line, w.writes, w.reads = "start "+name, []string{jail}, []string{"the name " + name}
	case "stop":
		w.ask = func(ctx context.Context, c *iocage.Client) error { _, err := c.Stop(ctx, name); return err }
		w.line, w.writes, w.reads = "stop "+name, []string{jail}, []string{"the name " + name}
	case "destroy":
		w.ask = func(ctx context.Context, c *iocage.Client) error { _, err := c.Destroy(ctx, name); return err }
		w.line, w.writes, w.reads = "destroy -f "+name, []string{jail}, []string{"the name " + name}
	case "clone":
		w.ask = func(ctx context.Context, c *iocage.Client) error { _, err := c.Clone(ctx, name, words); return err }
		w.line, w.writes, w.reads = "clone "+name, gives, []string{jail, "the name " + name}
	case "create":
		w.ask = func(ctx context.Context, c *iocage.Client) error { _, err := c.Create(ctx, words); return err }
		w.line, w.writes = "create", gives
	case "clean":
		w.ask = func(ctx context.Context, c *iocage.Client) error { return c.CleanAll(ctx) }
		w.line, w.writes = "clean -fa", []string{everything}
	}
	if len(words) > 0 && (strings.HasPrefix(w.line, "clone") || w.line == "create") {
		w.line += " " + words[0]
	}
	return w
}

// A dock gives each command the duration of its wish, and records when it ran.
type dock struct {
	began  time.Time
	mu     sync.Mutex
	wishes []*wish // not yet begun, in the order of sending
}

func (d *dock) Run(_ context.Context, args ...string) (iocage.Output, error) {
	if args[0] == "get" {
		return iocage.Output{Stdout: []byte(fleet[args[2]] + "\n")}, nil
	}
	w := d.take(strings.Join(args, " "))
	w.began = time.Since(d.began)
	time.Sleep(w.takes)
	w.ended = time.Since(d.began)
	return iocage.Output{Stdout: []byte("Successfully created: x\nDestroying: x\n")}, nil
}

func (d *dock) take(line string) *wish {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.IndexFunc(d.wishes, func(w *wish) bool { return w.line == line })
	w := d.wishes[i]
	d.wishes = slices.Delete(d.wishes, i, i+1)
	return w
}

// For any requests at any times: all are carried out; none runs together with
// one that excludes it, or before one that was sent earlier and excludes it;
// and none waits without a reason.
func TestTurnsOfAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		wishes := rapid.SliceOfN(rapid.Custom(anyWish), 1, 12).Draw(r, "wishes")
		slices.SortStableFunc(wishes, func(a, b *wish) int { return int(a.sent - b.sent) })
		var failed error
		synctest.Test(t, func(*testing.T) { failed = grant(wishes) })
		require.NoError(r, failed)
		for i, w := range wishes {
			ready := w.sent
			for _, earlier := range wishes[:i] {
				if w.excludes(earlier) {
					ready = max(ready, earlier.ended)
				}
			}
			require.GreaterOrEqual(r, w.began, ready, "%s of %v", w.line, w.sent)
			if !slices.ContainsFunc(wishes, func(o *wish) bool { return len(o.writes) > 0 && strings.HasPrefix(o.writes[0], "the name") }) {
				require.Equal(r, ready, w.began, "%s of %v", w.line, w.sent)
			}
		}
	})
}

// grant sends each wish at its time and waits until all are done.
func grant(wishes []*wish) error {
	d := &dock{began: time.Now(), wishes: slices.Clone(wishes)}
	c := iocage.New(d, iocage.Options{Timeout: time.Hour, Commands: len(wishes)})
	errs := make([]error, len(wishes))
	var all sync.WaitGroup
	for i, w := range wishes {
		time.Sleep(w.sent - time.Since(d.began))
		all.Go(func() { errs[i] = w.ask(context.Background(), c) })
		synctest.Wait()
	}
	all.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %v", wishes[i].line, err)
		}
	}
	return nil
}
