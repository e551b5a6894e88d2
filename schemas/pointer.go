package schemas

import (
	"net/url"
	"strconv"
	"strings"
)

// The escapes of a JSON pointer (RFC 6901).
var (
	escapes   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapes = strings.NewReplacer("~1", "/", "~0", "~")
)

// escape writes a name as one step of a JSON pointer.
func escape(name string) string {
	return escapes.Replace(name)
}

// steps splits a JSON pointer into names.
func steps(pointer string) []string {
	if pointer == "" {
		return nil
	}
	names := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, name := range names {
		names[i] = unescapes.Replace(name)
	}
	return names
}

// at returns what a JSON pointer points at, or nil.
func at(document any, pointer string) any {
	for _, name := range steps(pointer) {
		switch d := document.(type) {
		case map[string]any:
			document = d[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(d) {
				return nil
			}
			document = d[i]
		default:
			return nil
		}
	}
	return document
}

// unquote undoes the URL escapes that the validator puts into its pointers.
func unquote(pointer string) string {
	plain, err := url.PathUnescape(pointer)
	if err != nil {
		return pointer
	}
	return plain
}
