package right

import "slices"

// subscription reads the arguments of subscribe and unsubscribe.
func (s *server) subscription(args any) (names []string, code int) {
	list, isArray := args.([]any)
	if name, isText := args.(string); isText && !s.style.old {
		list, isArray = []any{name}, true
	}
	if _, isObject := args.(object); isObject && s.style.old {
		return nil, 200
	}
	if !isArray || len(list) == 0 {
		return nil, 400
	}
	known := []string{"dispatcher", "life-preserver", "system-state"}
	if s.style.old {
		known = known[:2]
	}
	for _, one := range list {
		if name, _ := one.(string); slices.Contains(known, name) {
			names = append(names, name)
		}
	}
	return names, 200
}

// events answers the namespace of that name.
func (s *server) events(c *caller, verb string, args any) (any, int) {
	if c.send == nil || verb != "subscribe" && verb != "unsubscribe" {
		return nil, 400
	}
	names, code := s.subscribes(args)
	confirmed := object{}
	for _, name := range names {
		confirmed[verb] = name
		if verb == "subscribe" {
			s.subscribe(c, name)
			s.greet(c, name)
		} else {
			s.mu.Lock()
			s.unsubscribe(c, name)
			s.mu.Unlock()
		}
	}
	return confirmed, code
}

// subscribe has a connection hear of events of a name, once.
func (s *server) subscribe(c *caller, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	others := slices.DeleteFunc(s.subscribers[c], func(other string) bool { return other == name })
	s.subscribers[c] = append(others, name)
}

// greet sends the last event to a new subscriber.
func (s *server) greet(c *caller, name string) {
	switch {
	case s.style.old:
		_ = c.send(event(name, nil))
	case name == "system-state":
		for _, args := range s.tells(name, s.state()) {
			_ = c.send(event(name, args))
		}
	}
}

func event(name string, args any) object {
	return object{"namespace": "events", "name": name, "id": "", "args": args}
}

// hostState is what system-state tells.
func hostState() object {
	pool := object{
		"size": "107G", "alloc": "13.1G", "free": "93.9G", "frag": "6%", "expandsz": "-", "dedup": "1.00x", "altroot": "-",
		"capacity": "12%", "health": "ONLINE",
	}
	return object{"hostname": "right", "priority": "0 - Information", "zpools": object{"tank": pool}}
}

// hearing are the connections to which an event is sent.
func (s *server) hearing(name string) []*caller {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []*caller
	for c, names := range s.subscribers {
		for _, subscribed := range names {
			if subscribed == name && c.token != "" {
				list = append(list, c)
			}
		}
	}
	return list
}
