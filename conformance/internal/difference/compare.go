package difference

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A comparison collects the differences of one check.
type comparison struct {
	options    Options
	names      pairing
	at         Difference // what is being compared
	atOnce     bool       // the exchange overlapped another, see exchange.atOnce
	after      bool       // an exchange before this one did
	pointer    []string   // steps, escaped
	kinds      []string   // the steps by their classes
	found      []Difference
	uncompared int
}

func newComparison(o Options, names pairing) *comparison {
	return &comparison{options: o, names: names}
}

// check compares two conversations. Where the two do not end alike, one may be
// longer; where they ask for different things, what follows is no difference of
// the servers any more.
func (c *comparison) check(a, b conversation, whole bool) {
	for i := range max(len(a.exchanges), len(b.exchanges)) {
		c.at = Difference{Exchange: i + 1}
		switch {
		case i >= len(a.exchanges) && whole:
			c.report("request", nil, b.exchanges[i].request.value)
		case i >= len(b.exchanges) && whole:
			c.report("request", a.exchanges[i].request.value, nil)
		}
		if i >= len(a.exchanges) || i >= len(b.exchanges) || !c.exchange(a.exchanges[i], b.exchanges[i]) {
			break
		}
	}
	c.events(a.events, b.events)
}

// exchange compares two exchanges. It is false where they ask for different
// things.
func (c *comparison) exchange(a, b *exchange) bool {
	c.at.Request = a.title
	if a.title != b.title || a.session != b.session {
		c.report("request", a.request.value, b.request.value)
		return false
	}
	if !c.options.Shape {
		c.message("request", a.request, b.request)
	}
	switch {
	case a.reply == nil && b.reply == nil:
	case a.reply == nil:
		c.report("reply", nil, b.reply.value)
	case b.reply == nil:
		c.report("reply", a.reply.value, nil)
	default:
		c.atOnce = a.atOnce && b.atOnce && !a.reply.fails() && !b.reply.fails()
		c.reply(*a.reply, *b.reply)
		c.after = c.after || c.atOnce
		c.atOnce = false
	}
	return true
}

func (c *comparison) reply(a, b message) {
	if a.Status != b.Status {
		c.report("HTTP status", digits(a.Status), digits(b.Status))
	}
	if a.header != nil && b.header != nil {
		c.part("header", a.header, b.header)
	}
	c.message("reply", a, b)
}

func digits(n int) *value { return &value{kind: number, plain: strconv.Itoa(n)} }

// message compares what two messages say. Of replies that were too long to be
// recorded whole nobody knows what stands behind the part that was; requests are
// the suite's own.
func (c *comparison) message(in string, a, b message) {
	cut := a.Bytes > 0 || b.Bytes > 0
	switch {
	case !cut:
		c.part(in, a.value, b.value)
	case in != "request" || a.Bytes != b.Bytes || a.Text != b.Text:
		c.uncompared++
	}
}

func (c *comparison) part(in string, a, b *value) {
	c.at.In = in
	c.compare(a, b, "")
}

// compare compares two values of a member.
func (c *comparison) compare(a, b *value, under string) {
	switch {
	case c.atOnce && under == "args":
	case c.options.Shape || logs(a, b) || c.after && under == "args":
		c.shapes(shapeOf(a), shapeOf(b))
	case a.kind != b.kind:
		c.differ(a, b)
	case a.kind == object:
		c.objects(a, b)
	case a.kind == array:
		c.arrays(c.ordered(a, under, c.names.a), c.ordered(b, under, c.names.b), under)
	case a.plain != b.plain || c.names.a.render(a.text) != c.names.b.render(b.text):
		c.differ(a, b)
	}
}

// objects compares members by what their names are called. Members of one name
// are compared in their order.
func (c *comparison) objects(a, b *value) {
	left, right := group(a, c.names.a), group(b, c.names.b)
	for _, name := range bothNames(left, right) {
		for i := range max(len(left[name]), len(right[name])) {
			c.member(nth(left[name], i), nth(right[name], i))
		}
	}
}

// member compares a member of both sides, one of which may lack it: nil.
func (c *comparison) member(a, b *member) {
	shown := cmp.Or(a, b)
	c.step(shown.name, kinds(shown.parts), func() {
		if a == nil || b == nil {
			c.differ(a.orNil(), b.orNil())
			return
		}
		c.compare(a.value, b.value, a.name)
	})
}

func group(v *value, names naming) map[string][]*member {
	groups := map[string][]*member{}
	for i := range v.members {
		m := &v.members[i]
		name := names.render(m.parts)
		groups[name] = append(groups[name], m)
	}
	return groups
}

// bothNames are the names of two sides in a fixed order.
func bothNames[T any](a, b map[string]T) []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(names)
	return slices.Compact(names)
}

func nth(list []*member, i int) *member {
	if i < len(list) {
		return list[i]
	}
	return nil
}

func (m *member) orNil() *value {
	if m == nil {
		return nil
	}
	return m.value
}

func (c *comparison) arrays(a, b []*value, under string) {
	for i := range max(len(a), len(b)) {
		c.step(strconv.Itoa(i), strconv.Itoa(i), func() {
			switch {
			case i >= len(a):
				c.differ(nil, b[i])
			case i >= len(b):
				c.differ(a[i], nil)
			default:
				c.compare(a[i], b[i], under)
			}
		})
	}
}

// unordered are the members whose items are a set: checksums of keys, jobs that
// were started together, and killed together.
var unordered = []string{"md5_keys", "started", "jobs"}

// ordered returns the items of an array; those of a set in an order of their own.
func (c *comparison) ordered(v *value, under string, names naming) []*value {
	if !slices.Contains(unordered, under) {
		return v.items
	}
	return slices.SortedFunc(slices.Values(v.items), func(x, y *value) int {
		return strings.Compare(names.render(x.text), names.render(y.text))
	})
}

// step compares what is one step further down.
func (c *comparison) step(name, kind string, f func()) {
	c.pointer, c.kinds = append(c.pointer, escape(name)), append(c.kinds, escape(kind))
	f()
	c.pointer, c.kinds = c.pointer[:len(c.pointer)-1], c.kinds[:len(c.kinds)-1]
}

// escape writes a step of a JSON pointer, RFC 6901.
func escape(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

func (c *comparison) report(in string, a, b *value) {
	c.at.In = in
	c.differ(a, b)
}

// differ notes a difference at the current place.
func (c *comparison) differ(a, b *value) {
	d := c.at
	d.A, d.B = a.orNull(), b.orNull()
	d.kind = strings.Join([]string{d.In, strings.Join(c.kinds, "/"), a.kinds(), b.kinds()}, "\x00")
	d.Pointer = pointerOf(c.pointer)
	c.found = append(c.found, d)
}

func pointerOf(steps []string) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteString("/" + s)
	}
	return b.String()
}

// kinds is a value by the classes of its names.
func (v *value) kinds() string {
	if v == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString(string(v.kind) + v.plain + kinds(v.text))
	for _, m := range v.members {
		b.WriteString("," + kinds(m.parts) + ":" + m.value.kinds())
	}
	for _, one := range v.items {
		b.WriteString("," + one.kinds())
	}
	return b.String()
}
