package report

import (
	"encoding/json"
	"strconv"
	"strings"
)

// locate returns the offset, in bytes, of the value at a JSON pointer, or of the
// nearest value around it that is there.
func locate(text, pointer string) int {
	at, _ := find(text, pointer)
	return at
}

// find is locate, and says whether the value itself is there.
func find(text, pointer string) (at int, found bool) {
	d := json.NewDecoder(strings.NewReader(text))
	for _, step := range strings.Split(pointer, "/")[1:] {
		next, found := enter(d, text, strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
		if !found {
			return at, false
		}
		at = next
	}
	return at, true
}

// enter reads an object or an array up to one of its values, by name or index.
func enter(d *json.Decoder, text, name string) (offset int, found bool) {
	open, err := d.Token()
	if err != nil || open != json.Delim('{') && open != json.Delim('[') {
		return 0, false
	}
	for i := 0; d.More(); i++ {
		key := strconv.Itoa(i)
		if open == json.Delim('{') {
			token, _ := d.Token()
			key, _ = token.(string)
		}
		if key == name {
			offset = int(d.InputOffset())
			return offset + len(text[offset:]) - len(strings.TrimLeft(text[offset:], " \t\r\n:,")), true
		}
		var passed json.RawMessage
		if d.Decode(&passed) != nil {
			return 0, false
		}
	}
	return 0, false
}
