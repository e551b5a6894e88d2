package right

import (
	"fmt"
	"strings"
)

// missingKeys is what iocage's API says where an argument lacks.
const missingKeys = "Missing required keys"

func refusal(format string, a ...any) object {
	return object{"error": fmt.Sprintf(format, a...)}
}

func success(said any) object { return object{"success": said} }

func lines(text ...string) object {
	m := object{}
	for _, line := range text {
		name, value, _ := strings.Cut(line, ":")
		m[name] = value
	}
	return m
}

func orEmpty(v any) string { text, _ := v.(string); return text }

// ofJail answers a request that names a jail, under that name.
func (h *host) ofJail(s style, args object, answer func(j *jail) object) object {
	name, given := args["jail"].(string)
	j := h.find(name)
	switch {
	case !given:
		return refusal(missingKeys)
	case s.lossy && (name == "" || name[0] == '-'):
		return object{name: object{}}
	case j == nil && s.underJail:
		return object{name: object{"ERROR": " " + name + " not found!"}}
	case j == nil:
		return refusal("%s not found!", name)
	}
	return object{name: answer(j)}
}
