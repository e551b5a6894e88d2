package event_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/event"
)

// An inbox holds what a subscriber has received.
type inbox []string

func (in *inbox) deliver(message []byte) { *in = append(*in, string(message)) }

func message(name, args string) string {
	return `{"args":` + args + `,"id":"","name":"` + name + `","namespace":"events"}`
}

func TestPublish(t *testing.T) {
	var hub event.Hub
	var in, other inbox
	s := hub.Join(in.deliver)
	hub.Join(other.deliver)
	require.NoError(t, hub.Publish(event.Dispatcher, 1))
	s.Subscribe(event.Dispatcher)
	s.Subscribe(event.Dispatcher)
	require.Empty(t, in, "what was before is over")
	require.NoError(t, hub.Publish(event.Dispatcher, map[string]string{"log": "<&>"}))
	require.NoError(t, hub.Publish(event.SystemState, 3))
	s.Unsubscribe(event.Dispatcher)
	s.Unsubscribe(event.Dispatcher)
	require.NoError(t, hub.Publish(event.Dispatcher, 4))
	require.Equal(t, inbox{message("dispatcher", `{"log":"<&>"}`)}, in)
	require.Empty(t, other)
}

func TestPublishState(t *testing.T) {
	var hub event.Hub
	var in inbox
	s := hub.Join(in.deliver)
	require.NoError(t, hub.PublishState(event.SystemState, 1))
	require.NoError(t, hub.PublishState(event.SystemState, 2))
	require.Empty(t, in)
	s.Subscribe(event.SystemState)
	require.NoError(t, hub.PublishState(event.SystemState, 3))
	require.Equal(t, inbox{message("system-state", "2"), message("system-state", "3")}, in)
}

func TestPublishHeld(t *testing.T) {
	hub := event.Hub{Held: 2}
	var first, second inbox
	for i := range 3 {
		require.NoError(t, hub.PublishHeld(event.Dispatcher, i))
	}
	hub.Join(first.deliver).Subscribe(event.Dispatcher)
	hub.Join(second.deliver).Subscribe(event.Dispatcher)
	require.NoError(t, hub.PublishHeld(event.Dispatcher, 3))
	require.Equal(t, inbox{message("dispatcher", "1"), message("dispatcher", "2"), message("dispatcher", "3")}, first)
	require.Equal(t, inbox{message("dispatcher", "3")}, second)
}

func TestEmptyEvents(t *testing.T) {
	hub := event.Hub{Empty: true}
	var in inbox
	hub.Join(in.deliver).Subscribe(event.Dispatcher)
	require.Equal(t, inbox{message("dispatcher", "null")}, in)
}

func TestEventThatIsNoJSON(t *testing.T) {
	var hub event.Hub
	require.ErrorContains(t, hub.Publish(event.Dispatcher, func() {}), "cannot write an event of dispatcher as JSON")
}

func TestKnown(t *testing.T) {
	for name, want := range map[string]string{
		"dispatcher": "dispatcher", "life-preserver": "life-preserver", "life_preserver": "life-preserver",
		"system_state": "system-state", "Dispatcher": "", "": "", "event": "",
	} {
		got, known := event.Known(name)
		require.Equal(t, want, got, name)
		require.Equal(t, want != "", known, name)
	}
}

// For any order of subscribing, unsubscribing and publishing, each subscriber
// gets exactly what a simple model predicts.
func TestSubscriptions(t *testing.T) {
	names := []string{event.Dispatcher, event.LifePreserver, event.SystemState}
	rapid.Check(t, func(t *rapid.T) {
		var hub event.Hub
		const n = 3
		var got, want [n]inbox
		var subscribers [n]*event.Subscriber
		var subscribed [n]map[string]bool
		for i := range n {
			subscribers[i] = hub.Join(got[i].deliver)
			subscribed[i] = map[string]bool{}
		}
		last := map[string]string{}
		who := func() int { return rapid.IntRange(0, n-1).Draw(t, "who") }
		what := func() string { return rapid.SampledFrom(names).Draw(t, "name") }
		number := 0
		publish := func(t *rapid.T, state bool) {
			name := what()
			number++
			text := message(name, fmt.Sprint(number))
			if state {
				last[name] = text
				require.NoError(t, hub.PublishState(name, number))
			} else {
				require.NoError(t, hub.Publish(name, number))
			}
			for i := range n {
				if subscribed[i][name] {
					want[i] = append(want[i], text)
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"publish": func(t *rapid.T) { publish(t, false) },
			"state":   func(t *rapid.T) { publish(t, true) },
			"subscribe": func(t *rapid.T) {
				i, name := who(), what()
				subscribers[i].Subscribe(name)
				subscribed[i][name] = true
				if last[name] != "" {
					want[i] = append(want[i], last[name])
				}
			},
			"unsubscribe": func(t *rapid.T) {
				i, name := who(), what()
				subscribers[i].Unsubscribe(name)
				delete(subscribed[i], name)
			},
			"leave": func(t *rapid.T) {
				i := who()
				subscribers[i].Leave()
				clear(subscribed[i])
			},
			"": func(t *rapid.T) { require.Equal(t, want, got) },
		})
	})
}

// However many publish at once, all subscribers see the same order.
func TestOneOrder(t *testing.T) {
	var hub event.Hub
	var a, b inbox
	hub.Join(a.deliver).Subscribe(event.Dispatcher)
	hub.Join(b.deliver).Subscribe(event.Dispatcher)
	var wg sync.WaitGroup
	for p := range 8 {
		wg.Go(func() {
			for i := range 100 {
				_ = hub.Publish(event.Dispatcher, fmt.Sprintf("%d/%d", p, i))
			}
		})
	}
	wg.Wait()
	require.Len(t, a, 800)
	require.Equal(t, a, b)
	require.Equal(t, 100, strings.Count(strings.Join(a, ""), `"7/`))
}
