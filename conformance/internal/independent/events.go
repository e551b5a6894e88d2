package independent

import (
	"maps"
	"slices"
)

// told are the names of events that there are.
var told = []string{"dispatcher", "life-preserver", "system-state"}

// subscribe begins to tell a guest of events, and tells the state of the system
// at once.
func subscribe(s *server, q question) (any, int) {
	names, code := named(q)
	confirmed := object{}
	for _, name := range names {
		if s.guests[q.guest] == nil {
			s.guests[q.guest] = map[string]bool{}
		}
		s.guests[q.guest][name] = true
		confirmed["subscribe"] = name
		if name == "system-state" {
			_ = q.guest.send(event(name, systemState)) // who has gone is not told
		}
	}
	return confirmed, code
}

func unsubscribe(s *server, q question) (any, int) {
	names, code := named(q)
	confirmed := object{}
	for _, name := range names {
		delete(s.guests[q.guest], name)
		confirmed["unsubscribe"] = name
	}
	return confirmed, code
}

// named are the events that a question is about: a name, or an array of names,
// of which those that are none are passed over. Over REST nobody can be told.
func named(q question) (names []string, code int) {
	_, isText := q.given.(string)
	array, _ := q.given.([]any)
	if q.guest.send == nil || !isText && len(array) == 0 {
		return nil, 400
	}
	return slices.DeleteFunc(texts(q.given), func(name string) bool { return !slices.Contains(told, name) }), 200
}

// listening are the guests who have subscribed to events of that name, and have not
// logged out.
func (s *server) listening(name string) (guests []*guest) {
	for g, names := range s.guests {
		if names[name] && g.token != "" {
			guests = append(guests, g)
		}
	}
	return guests
}

func event(name string, args object) object {
	return object{"namespace": "events", "name": name, "id": "", "args": args}
}

var systemState = object{"hostname": hostname, "priority": "0 - Information", "zpools": object{"tank": object{
	"size": "107G", "alloc": "13.1G", "free": "93.9G", "frag": "6%", "expandsz": "-", "dedup": "1.00x", "altroot": "-",
	"capacity": "12%", "health": "ONLINE",
}}}

// tellOfPool tells all who listen that a pool beside the first is in trouble.
func (s *server) tellOfPool(name, health string) {
	pools := maps.Clone(systemState["zpools"].(object))
	pool := maps.Clone(pools["tank"].(object))
	pool["health"], pool["priority"] = health, "9 - Urgent"
	pools[name] = pool
	for _, g := range s.listening("system-state") {
		_ = g.send(event("system-state", object{"hostname": hostname, "priority": "9 - Urgent", "zpools": pools})) // who has gone is not told
	}
}
