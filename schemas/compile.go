package schemas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A compiled schema keeps the document it was compiled from, for that has the
// descriptions which the sentences of an Invalid are made of.
type compiled struct {
	schema *jsonschema.Schema
	source func() any
}

// A library is the schemas of one side of an edition, in one document: what many
// of them refer to is checked and compiled once. Each is compiled when it is first
// asked for.
type library struct {
	shelf
	source func() any // read when something is wrong

	mu       sync.Mutex // of what follows
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema // by name
}

// libraries holds a func() (*library, error) for each shelf that was asked for:
// each is read once, by whoever asks first.
var libraries sync.Map

// A shelf is where a library stands.
type shelf struct {
	edition, side string
	form          Form
}

func compile(e edition.Edition, name string, form Form) (compiled, error) {
	if err := form.check(); err != nil {
		return compiled{}, err
	}
	_, side, _, err := find(e, name)
	if err != nil {
		return compiled{}, err
	}
	at := shelf{e.Name, side, form}
	once, ok := libraries.Load(at)
	if !ok {
		once, _ = libraries.LoadOrStore(at, sync.OnceValues(func() (*library, error) { return newLibrary(e, at) }))
	}
	l, err := once.(func() (*library, error))()
	if err != nil {
		return compiled{}, err
	}
	return l.compile(name)
}

// Prepare compiles the schemas of the replies of an edition, so that the first
// validation does not have to wait for it.
func Prepare(e edition.Edition) error {
	for _, name := range Names(e) {
		if !strings.Contains(name, "."+reply+".") {
			continue
		}
		for _, form := range []Form{Lenient, Strict} {
			if _, err := compile(e, name, form); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *library) compile(name string) (compiled, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	schema, ok := l.schemas[name]
	if ok {
		return compiled{schema, l.source}, nil
	}
	schema, err := l.compiler.Compile(l.id() + "#/$defs/" + entry(name))
	if err != nil {
		return compiled{}, fmt.Errorf("cannot compile the schema %s: %v", name, err)
	}
	l.schemas[name] = schema
	return compiled{schema, l.source}, nil
}

// id names the document, which is published nowhere.
func (l *library) id() string { return base + path.Join(l.edition, string(l.form), l.side) + ".json" }

// entry is the key of a named schema in the document, where definitions have
// keys that begin with the name of a file.
func entry(name string) string { return "message:" + name }

// newLibrary puts the schemas into a document and hands that to a compiler.
func newLibrary(e edition.Edition, at shelf) (*library, error) {
	l := &library{shelf: at, compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	l.compiler.LoadURL = sealed
	text, err := json.Marshal(map[string]any{"$schema": draft, "$id": l.id(), "$defs": at.defs(e)})
	if err == nil {
		err = l.compiler.AddResource(l.id(), bytes.NewReader(text))
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the schemas of edition %s: %v", e.Name, err)
	}
	l.source = sync.OnceValue(func() (source any) {
		_ = json.Unmarshal(text, &source) // the compiler has read it, too
		return source
	})
	return l, nil
}

// defs are the schemas of a shelf by their entries, and all that they refer to.
func (at shelf) defs(e edition.Edition) map[string]any {
	d := wholeDefinitions(at.form)
	for _, name := range Names(e) {
		s, side, transport, _ := find(e, name) // Names lists it
		if side != at.side {
			continue
		}
		ref, members := d.message(s, side, transport)
		d.defs[entry(name)] = map[string]any{"$ref": ref, "properties": members}
	}
	return d.defs
}

// sealed keeps the compiler, which would open files of the working directory,
// from loading anything at all.
func sealed(url string) (io.ReadCloser, error) {
	return nil, fmt.Errorf("cannot load %s: schemas refer to nothing outside themselves", url)
}
