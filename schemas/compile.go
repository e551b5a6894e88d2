package schemas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A compiled schema keeps the document it was compiled from, for that has the
// descriptions which the sentences of an Invalid are made of.
type compiled struct {
	schema *jsonschema.Schema
	source any
}

type key struct {
	edition, name string
	form          Form
}

// cache holds a func() (compiled, error) for each key that was asked for: each
// schema is compiled once, by whoever asks first.
var cache sync.Map

func compile(e edition.Edition, name string, form Form) (compiled, error) {
	k := key{e.Name, name, form}
	once, ok := cache.Load(k)
	if !ok {
		if _, _, _, err := find(e, name); err != nil {
			return compiled{}, err // unknown names do not fill the cache
		}
		once, _ = cache.LoadOrStore(k, sync.OnceValues(func() (compiled, error) {
			return compileNow(e, name, form)
		}))
	}
	return once.(func() (compiled, error))()
}

func compileNow(e edition.Edition, name string, form Form) (compiled, error) {
	text, err := Source(e, name, form)
	if err != nil {
		return compiled{}, err
	}
	var source any
	if err := json.Unmarshal(text, &source); err != nil {
		return compiled{}, fmt.Errorf("cannot read the schema %s: %v", name, err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.LoadURL = sealed
	id := source.(map[string]any)["$id"].(string)
	if err := compiler.AddResource(id, bytes.NewReader(text)); err != nil {
		return compiled{}, fmt.Errorf("cannot read the schema %s: %v", name, err)
	}
	schema, err := compiler.Compile(id)
	if err != nil {
		return compiled{}, fmt.Errorf("cannot compile the schema %s: %v", name, err)
	}
	return compiled{schema, source}, nil
}

// sealed keeps the compiler, which would open files of the working directory,
// from loading anything at all.
func sealed(url string) (io.ReadCloser, error) {
	return nil, fmt.Errorf("cannot load %s: schemas refer to nothing outside themselves", url)
}
