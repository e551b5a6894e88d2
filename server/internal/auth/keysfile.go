package auth

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// A keysFile is the content of the file of registered keys.
type keysFile struct {
	Keys []Key `json:"keys"`
}

func readKeys(path string) ([]Key, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("cannot read the SSL keys: %v", err)
	}
	return parseKeys(path, text)
}

// parseKeys parses the file's text. Empty text has no keys.
func parseKeys(path string, text []byte) ([]Key, error) {
	if len(text) == 0 {
		return nil, nil
	}
	var file keysFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("cannot use the SSL keys in %s: %v: correct or remove the file", path, err)
	}
	seen := map[string]bool{}
	for i := range file.Keys {
		key := &file.Keys[i]
		parsed, err := ParseKey([]byte(key.PEM))
		if err == nil {
			err = key.check()
		}
		if err == nil && seen[parsed.PEM] {
			err = errors.New("it is there twice")
		}
		seen[parsed.PEM] = true
		if err != nil {
			return nil, fmt.Errorf("cannot use the SSL key %d of user %q in %s: %v: correct or remove the file", i+1, key.User, path, err)
		}
		key.PEM, key.public = parsed.PEM, parsed.public
	}
	return file.Keys, nil
}

func formatKeys(keys []Key) ([]byte, error) {
	slices.SortStableFunc(keys, func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.User, b.User), a.Registered.Compare(b.Registered), cmp.Compare(a.PEM, b.PEM))
	})
	text, err := json.MarshalIndent(keysFile{keys}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("cannot write the SSL keys: %v", err)
	}
	return append(text, '\n'), nil
}
