package right

import "slices"

func (h *host) destroyJail(_ style, args object) object {
	name, given := args["jail"].(string)
	j := h.find(name)
	switch {
	case !given:
		return refusal(missingKeys)
	case j == nil:
		return refusal("%s not found!", name)
	}
	h.jails = slices.DeleteFunc(h.jails, func(other *jail) bool { return other == j })
	return success(object{"Destroying": " " + j.uuid})
}

// cleaned are the sentences.
var cleaned = map[string]string{
	"cleanjails": "All jails have been cleaned.", "cleanreleases": "All RELEASEs have been cleaned.",
	"cleantemplates": "All templates have been cleaned.", "cleanall": "All iocage datasets have been cleaned.",
}

func (h *host) cleanJails(style, object) object {
	h.jails = nil
	return success(cleaned["cleanjails"])
}

func (h *host) cleanReleases(style, object) object {
	h.releases = nil
	return success(cleaned["cleanreleases"])
}

func (h *host) cleanTemplates(style, object) object {
	h.jails = slices.DeleteFunc(h.jails, func(j *jail) bool { return j.origin != "" })
	h.templates = nil
	return success(cleaned["cleantemplates"])
}

func (h *host) cleanAll(style, object) object {
	h.jails, h.releases, h.templates = nil, nil, nil
	return success(cleaned["cleanall"])
}
