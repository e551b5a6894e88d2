package right

import "slices"

// pool answers activatepool and deactivatepool.
func (h *host) pool(s style, action string, args object) object {
	pool, given := args["pool"].(string)
	known := slices.Contains(h.pools, pool)
	switch {
	case !given && action == "deactivatepool":
		return object{"error": "Missing required keys"}
	case !given && s.emptyQuery && h.edition.ListsByJID:
		return object{"error": "Error: Missing argument \"zpool\"."}
	case !given && s.emptyQuery:
		return object{}
	case !given && h.active == "":
		return object{"error": "no pool is active"}
	case !given:
		return object{"currently active": object{"pool": " " + h.active}}
	case !known && s.emptyQuery:
		return object{}
	case !known:
		return object{"error": "cannot open '" + pool + "': no such pool"}
	case action == "activatepool":
		h.active = pool
		return object{"success": "pool " + pool + " activated."}
	case h.active == pool:
		h.active = ""
	}
	return object{"success": "pool " + pool + " deactivated."}
}

func (h *host) status() object {
	if h.active == "" {
		return object{"activated": "false"}
	}
	return object{"activated": "true", "pool": h.active}
}
