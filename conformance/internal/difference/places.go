package difference

import (
	"slices"
	"strconv"
)

// places returns where the names of a conversation stand.
func places(c conversation) sites {
	w := walker{sites: sites{at: map[name][]site{}}}
	for i, x := range c.exchanges {
		w.message("request "+strconv.Itoa(i), x.request.value)
		if x.reply != nil {
			w.message("reply "+strconv.Itoa(i), x.reply.value)
		}
	}
	for _, e := range c.events {
		w.begin("event " + e.session + " " + e.name + " " + strconv.Itoa(e.count))
		w.path = append(w.path, e.job...)
		w.value(e.message.value, "")
	}
	return w.sites
}

// A walker goes through a message.
type walker struct {
	sites
	path site // from the beginning of the message to the current place
}

func (w *walker) begin(where string) { w.path = site{{text: where}} }

func (w *walker) message(where string, v *value) {
	w.begin(where)
	w.value(v, "")
}

// value visits a value of a member. What stands in a log is not compared.
func (w *walker) value(v *value, under string) {
	if v.log() {
		return
	}
	w.stand(v.text, nil)
	for _, m := range v.members {
		w.stand(m.parts, m.value)
		w.step(m.parts, func() { w.value(m.value, m.name) })
	}
	for i, one := range v.items {
		step := strconv.Itoa(i)
		if slices.Contains(unordered, under) {
			step = "*"
		}
		w.step([]segment{{text: step}}, func() { w.value(one, under) })
	}
}

// step goes one step down, and back.
func (w *walker) step(parts []segment, f func()) {
	before := w.path
	w.path = append(append(append(site{}, w.path...), segment{text: "/"}), parts...)
	f()
	w.path = before
}

// stand notes the names in a text, and what stands under a member of that name.
func (w *walker) stand(parts []segment, under *value) {
	for i, s := range parts {
		if s.class == nil || !s.class.names {
			continue
		}
		n := name{s.class, s.text}
		if w.at[n] == nil {
			w.order = append(w.order, n)
		}
		around := append(append(append(site{}, w.path...), segment{text: "="}), parts...)
		around[len(w.path)+1+i] = segment{class: self, form: s.class.name}
		w.at[n] = append(w.at[n], around)
		w.under(n, around, under)
	}
}

// under notes all that stands under a member as a place of its name.
func (w *walker) under(n name, at site, v *value) {
	if v == nil {
		return
	}
	here := append(append(append(site{}, at...), segment{text: ":" + string(v.kind) + v.plain}), v.text...)
	w.at[n] = append(w.at[n], here)
	for _, m := range v.members {
		w.under(n, append(append(append(site{}, at...), segment{text: "/"}), m.parts...), m.value)
	}
	for _, one := range v.items {
		w.under(n, append(append(site{}, at...), segment{text: "/*"}), one)
	}
}
