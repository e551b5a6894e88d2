package difference_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/difference"
	"github.com/sysadm-go/sysadm/conformance/internal/recording"
)

// A check is drawn as the replies to its requests, in which {u1} stands for a
// UUID, {n1} for a name that the suite has made, {t} for a time, and so on. It is
// written down with one choice of all these and one order of members, or another.

// A doc is a JSON value: a leaf as Go has it, []doc, or a map.
type doc any

// texts are what drawn texts are made of.
var texts = []string{"up", "down", "", "<", "<uuid 0>", "{u0}", "{u1}", "{u2}", "{n0}", "{n1}", " {u0} ({n0})", "{t}", "at {t} and {t}", "{f}", "426", "none"}

func drawText() *rapid.Generator[string] { return rapid.SampledFrom(texts) }

func drawDoc(depth int) *rapid.Generator[doc] {
	return rapid.Custom(func(t *rapid.T) doc {
		most := 7
		if depth == 0 {
			most = 4
		}
		switch rapid.IntRange(0, most).Draw(t, "kind") {
		case 0:
			return rapid.IntRange(0, 3).Draw(t, "number")
		case 1:
			return rapid.SampledFrom([]doc{true, false, nil}).Draw(t, "plain")
		case 2, 3, 4:
			return drawText().Draw(t, "text")
		case 5:
			return rapid.SliceOfN(drawDoc(depth-1), 0, 3).Draw(t, "items")
		}
		return rapid.MapOfN(rapid.SampledFrom([]string{"a", "b", "{u0}", "{u1}", "{u2}", "x {u0}", "jid", "use", "{n0}"}), drawDoc(depth-1), 0, 4).Draw(t, "members")
	})
}

// A drawn check is what its requests are answered.
func drawCheck() *rapid.Generator[[]doc] { return rapid.SliceOfN(drawDoc(2), 1, 4) }

// A world says what the placeholders are, and in which order members stand.
type world struct {
	values map[string]string
	random *rand.Rand
}

func newWorld(seed int64) world {
	return world{values: map[string]string{}, random: rand.New(rand.NewSource(seed))}
}

var placeholder = regexp.MustCompile(`\{[a-z][0-9]?\}`)

func (w world) fill(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		if v, ok := w.values[p]; ok {
			return v
		}
		v := w.draw(p)
		if p[1] == 'u' || p[1] == 'n' {
			w.values[p] = v
		}
		return v
	})
}

func (w world) draw(p string) string {
	r := w.random
	switch p[1] {
	case 'u':
		return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", r.Uint32(), r.Intn(1<<16), r.Intn(1<<16), r.Intn(1<<16), r.Int63n(1<<48))
	case 'n':
		name := []byte("conformance-")
		for range 10 {
			name = append(name, "abcdefghijklmnopqrstuvwxyz234567"[r.Intn(32)])
		}
		return string(name)
	case 'f':
		return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", 1970+r.Intn(100), 1+r.Intn(12), 1+r.Intn(28), r.Intn(24), r.Intn(60), r.Intn(60), r.Intn(1000000))
	}
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", 1970+r.Intn(100), 1+r.Intn(12), 1+r.Intn(28), r.Intn(24), r.Intn(60), r.Intn(60))
}

// write writes a value with its members in any order.
func (w world) write(d doc) string {
	switch d := d.(type) {
	case map[string]doc:
		names := slices.Sorted(maps.Keys(d))
		w.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		var members []string
		for _, name := range names {
			members = append(members, w.write(name)+": "+w.write(d[name]))
		}
		return "{" + strings.Join(members, ",") + "}"
	case []doc:
		var items []string
		for _, one := range d {
			items = append(items, w.write(one))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case string:
		d = w.fill(d)
		text, _ := json.Marshal(d)
		return string(text)
	}
	text, _ := json.Marshal(d)
	return string(text)
}

// record writes a check down.
func (w world) record(replies []doc) recording.Recording {
	c := recording.Check{ID: "a", Edition: "e", Status: conformance.Pass}
	for i, reply := range replies {
		ask := fmt.Sprintf(`{"namespace":"sysadm","name":"iocage","id":"check-%d","args":{"action":"listjails"}}`, i)
		answer := fmt.Sprintf(`{"namespace":"sysadm","name":"response","id":"check-%d","args":%s}`, i, w.write(reply))
		c.Messages = append(c.Messages,
			conformance.Message{Session: "first", Transport: "websocket", Direction: "sent", Text: ask},
			conformance.Message{Session: "first", Transport: "websocket", Direction: "received", Text: answer})
	}
	return recording.Recording{Checks: []recording.Check{c}, Ended: true}
}

func compare(a, b recording.Recording) difference.Result {
	return difference.Compare(a, b, difference.Options{})
}

func TestNothingDiffersFromItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newWorld(1).record(drawCheck().Draw(t, "check"))
		require.Empty(t, compare(r, r).Checks)
		require.Empty(t, difference.Compare(r, r, difference.Options{Shape: true}).Checks)
	})
}

// Other UUIDs, names, times and orders of members are no difference.
func TestRenamingIsNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		check := drawCheck().Draw(t, "check")
		a, b := newWorld(1).record(check), newWorld(2).record(check)
		result := compare(a, b)
		require.Empty(t, result.Checks, "%s\n%s", a.Checks[0].Messages, b.Checks[0].Messages)
	})
}

// Any change that is no renaming is a difference, on both sides alike.
func TestEveryChangeIsADifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		check := drawCheck().Draw(t, "check")
		changed, how := change(t, check)
		if how == "" {
			t.Skip("nothing to change there")
		}
		a, b := newWorld(1).record(check), newWorld(2).record(changed)
		there, back := compare(a, b), compare(b, a)
		require.True(t, there.Differ(), "%s: %s\n%s", how, a.Checks[0].Messages, b.Checks[0].Messages)
		require.Equal(t, values(there, false), values(back, true), how)
	})
}

// values are the values of all differences, those of A and B exchanged on demand.
func values(r difference.Result, exchanged bool) []string {
	var list []string
	for _, c := range r.Checks {
		for _, d := range c.Differences {
			if exchanged {
				d.A, d.B = d.B, d.A
			}
			list = append(list, fmt.Sprintf("%d %s %s %s", d.Exchange, d.In, d.A, d.B))
		}
	}
	slices.Sort(list)
	return list
}

// change changes one drawn place of a check in one drawn way, and tells how.
func change(t *rapid.T, check []doc) (changed []doc, how string) {
	all := strings.Join(strings.Fields(fmt.Sprint(check)), "")
	at := rapid.IntRange(0, 40).Draw(t, "place")
	way := rapid.IntRange(0, 5).Draw(t, "way")
	n := 0
	var walk func(doc) doc
	walk = func(d doc) doc {
		n++
		if n == at+1 {
			if other, told := changeHere(d, way, all); told != "" {
				how = told
				return other
			}
		}
		switch d := d.(type) {
		case map[string]doc:
			copied := map[string]doc{}
			for _, name := range slices.Sorted(maps.Keys(d)) {
				copied[name] = walk(d[name])
			}
			return copied
		case []doc:
			copied := []doc{}
			for _, one := range d {
				copied = append(copied, walk(one))
			}
			return copied
		}
		return d
	}
	for _, d := range check {
		changed = append(changed, walk(d))
	}
	return changed, how
}

// changeHere changes a value in a way that no renaming explains.
func changeHere(d doc, way int, all string) (doc, string) {
	switch d := d.(type) {
	case map[string]doc:
		copied := maps.Clone(d)
		if way%2 == 0 {
			copied["added"] = "x"
			return copied, "a member is added"
		}
		if len(d) > 0 {
			delete(copied, slices.Sorted(maps.Keys(d))[0])
			return copied, "a member is dropped"
		}
	case []doc:
		return append(slices.Clone(d), "x"), "an item is added"
	case string:
		return changeText(d, way, all)
	case int:
		if way%2 == 0 {
			return d + 1, "another number"
		}
		return fmt.Sprint(d), "a number becomes a text"
	case bool:
		return !d, "a truth is reversed"
	case nil:
		return false, "null becomes false"
	}
	return d, ""
}

func changeText(d string, way int, all string) (doc, string) {
	switch {
	case way == 0:
		return 7, "a text becomes a number"
	case way == 1:
		return d + "!", "a text is longer"
	case way == 2 && strings.Contains(d, "{t}"):
		return strings.Replace(d, "{t}", "{f}", 1), "a time has another form"
	case way == 3 && strings.Contains(d, "{t}"):
		return strings.Replace(d, "{t}", "soon", 1), "a time becomes a word"
	case way == 4 && strings.Contains(d, "{u0}") && strings.Count(all, "{u0}") > strings.Count(d, "{u0}"):
		return strings.ReplaceAll(d, "{u0}", "{u9}"), "a UUID is another one here than elsewhere"
	case way == 5 && strings.Contains(d, "{n0}") && strings.Count(all, "{n0}") > strings.Count(d, "{n0}"):
		return strings.ReplaceAll(d, "{n0}", "{n9}"), "a name is another one here than elsewhere"
	}
	return nil, "a text becomes null"
}
