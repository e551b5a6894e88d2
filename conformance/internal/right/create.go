package right

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

var assignment = regexp.MustCompile(`^[a-z0-9_]+=[^\x00-\x20]+$`)

// properties reads the words of props; the line says why it cannot.
func properties(args object) (found map[string]string, line string) {
	text, _ := args["props"].(string)
	found = map[string]string{}
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == ' ' }) {
		name, value, _ := strings.Cut(word, "=")
		if _, known := prop.Find(name); !known || !assignment.MatchString(word) {
			return nil, "unsupported property: " + name
		}
		found[name] = value
	}
	if found["quota"] == "banana" {
		return nil, "cannot create the dataset: bad numeric value 'banana'"
	}
	return found, ""
}

func (h *host) createJail(_ style, args object) object {
	props, line := properties(args)
	switches, _ := args["switches"].(string)
	release := cmp.Or(props["release"], "10.2-RELEASE")
	switch {
	case line != "":
		return refusal("%s", line)
	case switches != "" && switches != "-e":
		return refusal("bad switches")
	case switches == "" && !slices.Contains(h.releases, release):
		return refusal("RELEASE %s not found locally", release)
	}
	answer := object{"props": orEmpty(args["props"]), "switches": switches}
	if switches == "-e" {
		answer["success"] = object{"uuid": h.create(props, "emptyjail").uuid}
	} else {
		answer["success"] = created(h.create(props, "basejail"))
	}
	return answer
}

func created(j *jail) object {
	return object{"Successfully created": " " + j.called()}
}

func (h *host) cloneJail(_ style, args object) object {
	name, given := args["jail"].(string)
	props, line := properties(args)
	switch {
	case !given:
		return refusal(missingKeys)
	case h.find(name) == nil && !h.hasTemplate(name):
		return refusal("jail %s not found!", name)
	case line != "":
		return refusal("%s", line)
	}
	made := h.create(props, "clonejail")
	if h.hasTemplate(name) {
		made.origin = name
	}
	return object{"jail": name, "props": orEmpty(args["props"]), "success": created(made)}
}
