package right

import "slices"

// activatePool makes a pool the active one or, without a pool, says which is.
func (h *host) activatePool(s style, args object) object {
	pool, given := args["pool"].(string)
	switch {
	case !given:
		return h.activePool(s)
	case !slices.Contains(h.pools, pool):
		return noPool(s, pool)
	}
	h.active = pool
	return success("pool " + pool + " activated.")
}

func (h *host) activePool(s style) object {
	switch {
	case s.emptyQuery && h.edition.ListsByJID:
		return refusal("Error: Missing argument \"zpool\".")
	case s.emptyQuery:
		return object{}
	case h.active == "":
		return refusal("no pool is active")
	}
	return object{"currently active": object{"pool": " " + h.active}}
}

func (h *host) deactivatePool(s style, args object) object {
	pool, given := args["pool"].(string)
	switch {
	case !given:
		return refusal(missingKeys)
	case !slices.Contains(h.pools, pool):
		return noPool(s, pool)
	case h.active == pool:
		h.active = ""
	}
	return success("pool " + pool + " deactivated.")
}

func noPool(s style, pool string) object {
	if s.emptyQuery {
		return object{}
	}
	return refusal("cannot open '%s': no such pool", pool)
}

func (s *server) activateStatus(object) (object, int) {
	if s.host.active == "" {
		return object{"activated": "false"}, 200
	}
	return object{"activated": "true", "pool": s.host.active}, 200
}
