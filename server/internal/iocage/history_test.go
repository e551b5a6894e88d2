package iocage_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// A jail is absent (the empty state), down or up. For each action and state,
// the rules say what iocage prints and the state that follows.
var rules = map[string]map[string]struct{ says, leaves string }{
	"start":   {"": {"no such jail", ""}, "down": {"done", "up"}, "up": {"already", "up"}},
	"stop":    {"": {"no such jail", ""}, "down": {"already", "down"}, "up": {"done", "down"}},
	"destroy": {"": {"no such jail", ""}, "down": {"done", ""}, "up": {"done", ""}},
	"create":  {"": {"done", "down"}, "down": {"exists", "down"}, "up": {"exists", "up"}},
	"see":     {"": {"", ""}, "down": {"down", "down"}, "up": {"up", "up"}},
}

// unknown is the outcome of a change that got no answer in time: it may or may
// not have been made.
const unknown = "unknown"

// A deed is a client's request about one jail; listjails reads all of them.
type deed struct{ jail, action string }

// oneAtATime is a host that carries out one request after the other. A history
// is correct if this host could have carried out each request at some moment
// between its start and its answer (linearizability, Herlihy and Wing 1990).
var oneAtATime = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		byJail := map[string][]porcupine.Operation{}
		for _, op := range history {
			jail := op.Input.(deed).jail
			byJail[jail] = append(byJail[jail], op)
		}
		var parts [][]porcupine.Operation
		for _, part := range byJail {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return "down" },
	Step: func(state, input, output any) (bool, any) {
		rule := rules[input.(deed).action][state.(string)]
		return output == rule.says || output == unknown, rule.leaves
	},
}

// siteJails are the uuids of a site's jails, by tag.
var siteJails = map[string]string{"db": uuidA, "www": uuidB, "mail": "8e20751e-d0a1-11e5-8f11-0cc47a0b1c2d"}

// A site is an iocage that checks first and acts later, as iocage does: two
// simultaneous changes of one jail disturb each other.
type site struct {
	mu     sync.Mutex
	random *rand.Rand
	states map[string]string // by tag
}

func newSite(seed uint64) *site {
	return &site{random: rand.New(rand.NewPCG(seed, 0)), states: map[string]string{"db": "down", "www": "down", "mail": "down"}}
}

func (s *site) Run(ctx context.Context, args ...string) (iocage.Output, error) {
	switch name := args[len(args)-1]; args[0] {
	case "list":
		return s.list(ctx)
	case "get":
		return s.get(ctx, args[1], name)
	case "create":
		return s.change(ctx, "create", strings.TrimPrefix(name, "tag="))
	default:
		return s.change(ctx, args[0], s.find(name))
	}
}

// list reads one jail after the other.
func (s *site) list(ctx context.Context) (iocage.Output, error) {
	var jails []iocage.Jail
	for tag, uuid := range siteJails {
		if err := s.pause(ctx); err != nil {
			return iocage.Output{}, err
		}
		if state := s.state(tag); state != "" {
			jails = append(jails, iocage.Jail{JID: "-", UUID: uuid, Boot: "off", State: state, Tag: tag, Type: "basejail", IP4: "-"})
		}
	}
	err := s.pause(ctx)
	return iocage.Output{Stdout: []byte(table(jails))}, err
}

func (s *site) get(ctx context.Context, property, name string) (iocage.Output, error) {
	tag := s.find(name)
	if s.state(tag) == "" {
		return iocage.Output{Stderr: []byte("  ERROR: jail not found!\n"), ExitCode: 1}, nil
	}
	value := map[string]string{"host_hostuuid": siteJails[tag], "mountpoint": "/iocage/jails/" + siteJails[tag]}[property]
	return iocage.Output{Stdout: []byte(value + "\n")}, s.pause(ctx)
}

// change is interrupted if ctx ends, before or after it acts.
func (s *site) change(ctx context.Context, action, tag string) (iocage.Output, error) {
	state := s.state(tag)
	rule := rules[action][state]
	if err := s.pause(ctx); err != nil {
		return iocage.Output{}, err
	}
	if rule.leaves != state {
		s.set(tag, rule.leaves)
	}
	if err := s.pause(ctx); err != nil {
		return iocage.Output{}, err
	}
	switch rule.says {
	case "already":
		return iocage.Output{Stderr: []byte("  INFO: x is already " + rule.leaves + "\n"), ExitCode: 1}, nil
	case "done":
		return iocage.Output{Stdout: []byte("Successfully created: x\nDestroying: x\n")}, nil
	}
	return iocage.Output{Stderr: []byte("  ERROR: " + rule.says + "\n"), ExitCode: 1}, nil
}

// find finds a jail by its tag or the end of its uuid.
func (s *site) find(name string) string {
	for tag, uuid := range siteJails {
		if tag == name || strings.HasSuffix(uuid, name) {
			return tag
		}
	}
	return name
}

func (s *site) state(tag string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.states[tag]
}

func (s *site) set(tag, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.states[tag] = state
}

func (s *site) pause(ctx context.Context) error {
	s.mu.Lock()
	d := time.Duration(s.random.IntN(10)) * time.Millisecond
	s.mu.Unlock()
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A recorder records what clients do. Its clock ticks each time it is read.
type recorder struct {
	now atomic.Int64

	mu      sync.Mutex
	history []porcupine.Operation
}

// change makes one change to one jail.
func (r *recorder) change(c *iocage.Client, action, tag, name string) {
	called := r.now.Add(1)
	says := outcome(act(c, action, tag, name))
	switch says {
	case "not begun":
	case unknown:
		r.add(called, 1<<62, deed{tag, action}, says)
	default:
		r.add(called, r.now.Add(1), deed{tag, action}, says)
	}
}

// list reads all jails.
func (r *recorder) list(c *iocage.Client) {
	called := r.now.Add(1)
	jails, err := c.List(context.Background())
	returned := r.now.Add(1)
	if err != nil {
		return
	}
	seen := map[string]string{}
	for _, j := range jails.Value {
		seen[j.Tag] = j.State
	}
	for tag := range siteJails {
		r.add(called, returned, deed{tag, "see"}, seen[tag])
	}
}

func (r *recorder) add(called, returned int64, d deed, says string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.history = append(r.history, porcupine.Operation{Call: called, Return: returned, Input: d, Output: says})
}

func act(c *iocage.Client, action, tag, name string) (said iocage.Transcript, err error) {
	ctx := context.Background()
	switch action {
	case "start":
		return c.Start(ctx, name)
	case "stop":
		return c.Stop(ctx, name)
	case "destroy":
		_, err = c.Destroy(ctx, name)
	case "create":
		_, err = c.Create(ctx, []string{"tag=" + tag})
	}
	return nil, err
}

func outcome(said iocage.Transcript, err error) string {
	var refusal *iocage.Refusal
	switch {
	case errors.As(err, &refusal):
		return strings.TrimPrefix(refusal.Line, "ERROR: ")
	case errors.Is(err, iocage.ErrBusy):
		return "not begun"
	case err != nil:
		return unknown
	}
	if _, already := said["INFO"]; already {
		return "already"
	}
	return "done"
}

// history runs eight clients, each of which makes forty random requests in
// sequence.
func history(t *testing.T, seed uint64, client func(*site) *iocage.Client) []porcupine.Operation {
	var r recorder
	synctest.Test(t, func(*testing.T) {
		s := newSite(seed)
		var clients sync.WaitGroup
		for i := range uint64(8) {
			c, random := client(s), rand.New(rand.NewPCG(seed, i+1))
			clients.Go(func() {
				for range 40 {
					tag := pick(random, "db", "www", "mail")
					uuid := siteJails[tag]
					switch action := pick(random, "list", "list", "start", "start", "stop", "stop", "destroy", "create"); action {
					case "list":
						r.list(c)
					default:
						r.change(c, action, tag, pick(random, tag, uuid, uuid[30:]))
					}
				}
			})
		}
		clients.Wait()
	})
	return r.history
}

func pick(random *rand.Rand, from ...string) string { return from[random.IntN(len(from))] }

// shared lets all clients use one Client; broken, if not nil, first disables
// one of its rules.
func shared(o iocage.Options, broken func(*iocage.Client)) func(*site) *iocage.Client {
	var c *iocage.Client
	return func(s *site) *iocage.Client {
		if c == nil {
			c = iocage.New(s, o)
			broken(c)
		}
		return c
	}
}

// The answers to concurrent clients could also have come from a host that
// carries out one request at a time: listjails shows each change that was
// answered, and no two changes of one jail overlap.
func TestHistories(t *testing.T) {
	outcomes := map[any]int{}
	for seed := range uint64(40) {
		h := history(t, seed, shared(iocage.Options{Timeout: 60 * time.Millisecond, Commands: 4}, func(*iocage.Client) {}))
		require.True(t, porcupine.CheckOperations(oneAtATime, h), "seed %d", seed)
		for _, op := range h {
			outcomes[op.Output]++
		}
	}
	t.Log(outcomes)
	for _, says := range []string{"done", "already", "no such jail", "exists", unknown, "up", "down", ""} {
		require.Greater(t, outcomes[says], 100, says)
	}
}

// The same check detects each disabled rule.
func TestHistoriesShowMutants(t *testing.T) {
	mutants := map[string]func() func(*site) *iocage.Client{
		"changes wait for nobody": func() func(*site) *iocage.Client {
			return func(s *site) *iocage.Client { return client(s) }
		},
		"a jail by another name is another jail": func() func(*site) *iocage.Client {
			return shared(iocage.Options{}, iocage.CompareNames)
		},
		"reads share the run that is under way": func() func(*site) *iocage.Client {
			return shared(iocage.Options{}, iocage.ShareRunningReads)
		},
	}
	for name, mutant := range mutants {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(40) {
				if !porcupine.CheckOperations(oneAtATime, history(t, seed, mutant())) {
					return
				}
			}
			t.Fatal("40 histories of it look right")
		})
	}
}
