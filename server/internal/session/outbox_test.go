package session

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// box is an outbox that only the test empties.
func box(mostEvents, mostBytes int) *outbox {
	return newOutbox(mostEvents, &Backlog{Most: mostBytes}, func() {}, func() {})
}

// texts takes all waiting messages.
func texts(o *outbox) (texts []string) {
	for m, more := o.take(); more; m, more = o.take() {
		texts = append(texts, string(m.text))
		o.written(m)
	}
	return texts
}

func TestOutboxKeepsOrder(t *testing.T) {
	o := box(2, 100)
	require.True(t, o.put(replies, []byte("1")))
	require.True(t, o.put(events, []byte("2")))
	require.True(t, o.put(replies, []byte("3")))
	require.True(t, o.put(events, []byte("4")))
	require.False(t, o.put(events, []byte("5")), "two events wait already")
	require.Equal(t, []string{"1", "2", "3", "4"}, texts(o))
	require.True(t, o.put(events, []byte("6")))
}

func TestPongsThatWait(t *testing.T) {
	o := box(1, 1000)
	for range mostPongs {
		require.True(t, o.put(pongs, []byte("p")))
	}
	require.False(t, o.put(pongs, []byte("p")))
	require.True(t, o.put(replies, []byte("r")))
	require.Len(t, texts(o), mostPongs+1)
}

// Only one writer runs at a time, and only while there is something to write.
func TestOutboxStartsWriters(t *testing.T) {
	started := 0
	o := newOutbox(1, &Backlog{Most: 100}, func() { started++ }, func() {})
	o.put(replies, []byte("1"))
	o.put(replies, []byte("2"))
	require.Equal(t, 1, started)
	texts(o)
	o.put(replies, []byte("3"))
	require.Equal(t, 2, started)
}

// The reader waits until fewer bytes wait, or nothing more can be written.
func TestOutboxAwait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, relieve := range map[string]func(*outbox){
			"written":   func(o *outbox) { m, _ := o.take(); o.written(m) },
			"discarded": func(o *outbox) { o.discard() },
		} {
			o, goesOn := box(1, 100), make(chan struct{})
			o.await(3)
			o.put(replies, []byte("12"))
			o.await(3)
			o.put(replies, []byte("34"))
			go func() { o.await(3); close(goesOn) }()
			synctest.Wait()
			select {
			case <-goesOn:
				t.Fatal("four bytes wait")
			default:
			}
			relieve(o)
			synctest.Wait()
			select {
			case <-goesOn:
			default:
				t.Fatal(name)
			}
		}
	})
}

func TestDiscardedOutbox(t *testing.T) {
	b := &Backlog{Most: 10}
	o := newOutbox(1, b, func() {}, func() {})
	o.put(replies, []byte("1"))
	o.waits()
	require.Equal(t, 1, b.bytes)
	o.discard()
	for range 100 {
		require.True(t, o.put(events, []byte("nobody misses it")))
	}
	require.Empty(t, texts(o))
	require.Zero(t, b.bytes)
	require.Empty(t, b.of)
}

// When all outboxes together hold too much, the one that holds most is cut and
// no longer counted.
func TestBacklog(t *testing.T) {
	b := &Backlog{Most: 10}
	cut := map[string]int{}
	add := func(name string) *outbox { return newOutbox(1, b, func() {}, func() { cut[name]++ }) }
	small, large := add("small"), add("large")
	small.put(replies, []byte("123"))
	large.put(replies, []byte("1234567"))
	require.Zero(t, b.bytes, "nobody waits yet")
	small.waits()
	large.waits()
	require.Equal(t, 10, b.bytes)
	require.Empty(t, cut)
	small.put(replies, []byte("4"))
	require.Equal(t, map[string]int{"large": 1}, cut)
	require.Equal(t, 4, b.bytes)
	large.put(replies, []byte("that is cut already"))
	texts(large)
	require.Equal(t, 4, b.bytes)
	small.put(replies, []byte("5678901"))
	require.Equal(t, map[string]int{"large": 1, "small": 1}, cut)
	require.Zero(t, b.bytes)
}

func TestOutboxAtOnce(t *testing.T) {
	taken := make(chan string)
	b := &Backlog{Most: 100_000}
	var o *outbox
	o = newOutbox(1000, b, func() {
		go func() {
			for m, more := o.take(); more; m, more = o.take() {
				taken <- string(m.text)
				o.written(m)
			}
		}()
	}, func() {})
	go func() {
		for i := range 1000 {
			o.put(replies, fmt.Append(nil, i))
		}
	}()
	for i := range 1000 {
		require.Equal(t, fmt.Sprint(i), <-taken)
	}
}
