package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// decode reads a JSON text, which must be one value in UTF-8 whose objects
// have no member twice: what a reader makes of such a member is anybody's
// guess, so no verdict on it could be trusted.
func decode(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("cannot read the document: not JSON: invalid UTF-8")
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, fmt.Errorf("cannot read the document: not JSON: %v", err)
	}
	tokens := json.NewDecoder(bytes.NewReader(text))
	tokens.UseNumber() // whatever its size
	if err := unique(tokens, ""); err != nil {
		return nil, fmt.Errorf("cannot read the document: %v", err)
	}
	return value, nil
}

// unique reads one value and fails at a member that stands twice in its
// object. The text is valid JSON, hence not nested without limit.
func unique(d *json.Decoder, pointer string) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return uniqueMembers(d, pointer)
	case json.Delim('['):
		for i := 0; d.More(); i++ {
			if err := unique(d, fmt.Sprintf("%s/%d", pointer, i)); err != nil {
				return err
			}
		}
		_, err = d.Token()
	}
	return err
}

func uniqueMembers(d *json.Decoder, pointer string) error {
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		at := pointer + "/" + escape(name)
		if seen[name] {
			return fmt.Errorf("duplicate member %s", at)
		}
		seen[name] = true
		if err := unique(d, at); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}
