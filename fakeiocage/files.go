package fakeiocage

import (
	"context"
	"encoding/json"
	"fmt"
)

// A filer keeps small files beside the host: a folder or the memory.
type filer interface {
	File(name string) ([]byte, error)
	ChangeFile(ctx context.Context, name string, fn func(old []byte) ([]byte, error)) error
	Files(folder string) ([]string, error)
}

// readJSON reads a file beside the host. If it is missing, into is not changed.
func readJSON(f filer, name string, into any) error {
	data, err := f.File(name)
	if err == nil && data != nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", name, err)
	}
	return nil
}

// changeJSON changes a file beside the host. If it is missing, change gets a
// zero value.
func changeJSON[T any](f filer, name string, change func(*T) error) error {
	return f.ChangeFile(context.Background(), name, func(old []byte) ([]byte, error) {
		var value T
		if old == nil {
			old = []byte("{}")
		}
		if err := json.Unmarshal(old, &value); err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", name, err)
		}
		if err := change(&value); err != nil {
			return nil, err
		}
		return json.MarshalIndent(value, "", "    ")
	})
}
