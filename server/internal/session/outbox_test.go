package session

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func TestOutboxKeepsOrder(t *testing.T) {
	o := newOutbox(2, 2)
	o.reply([]byte("1"), nil)
	require.True(t, o.event([]byte("2")))
	o.reply([]byte("3"), nil)
	require.True(t, o.event([]byte("4")))
	require.False(t, o.event([]byte("5")), "two events wait already")
	o.close()
	for _, want := range []string{"1", "2", "3", "4"} {
		text, more := o.next()
		require.True(t, more)
		require.Equal(t, want, string(text))
	}
	_, more := o.next()
	require.False(t, more)
}

// A reply waits for room, an event does not need the room of replies.
func TestOutboxThatIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, broken := newOutbox(1, 1), make(chan struct{})
		o.reply([]byte("1"), broken)
		second, third := make(chan bool), make(chan bool)
		go func() { o.reply([]byte("2"), broken); close(second) }()
		synctest.Wait()
		select {
		case <-second:
			t.Fatal("there was no room")
		default:
		}
		require.True(t, o.event([]byte("e")))
		text, _ := o.next()
		require.Equal(t, "1", string(text))
		<-second
		go func() { o.reply([]byte("3"), broken); close(third) }()
		synctest.Wait()
		close(broken)
		<-third
		o.close()
		text, _ = o.next()
		require.Equal(t, "e", string(text))
		text, _ = o.next()
		require.Equal(t, "2", string(text), "what waited when the connection broke was given up")
		_, more := o.next()
		require.False(t, more)
	})
}

func TestOutboxAtOnce(t *testing.T) {
	o := newOutbox(4, 1000)
	go func() {
		for i := range 1000 {
			o.reply(fmt.Append(nil, "r", i), nil)
			o.event(fmt.Append(nil, "e", i))
		}
		o.close()
	}()
	n := 0
	for _, more := o.next(); more; _, more = o.next() {
		n++
	}
	require.Equal(t, 2000, n)
}
