package right

// capJail limits what a jail may use up.
func (h *host) capJail(s style, args object) object {
	name, given := args["jail"].(string)
	switch {
	case !given:
		return refusal(missingKeys)
	case h.find(name) == nil && s.emptyQuery:
		return object{}
	case h.find(name) == nil:
		return refusal("%s not found!", name)
	}
	return success("jail " + name + " capped.")
}
