package schemas

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

//go:embed definitions/*.json common/*.json 20*/*.json
var files embed.FS

// A source is one hand-written file: an action of one edition or of all, or
// definitions.
type source struct {
	ID          string         `json:"$id"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Section     string         `json:"x-section"`
	Path        string         `json:"x-path"`     // namespace/name of the message, | between two that will do; empty: any
	Envelope    string         `json:"x-envelope"` // what of message.json stands around it; empty: its side
	Example     map[string]any `json:"x-example"`  // what may stand in a request, its reply or an event, by side
	Defs        map[string]any `json:"$defs"`

	file string // as in files
}

// sources are the hand-written files by their name in files.
var sources = sync.OnceValue(func() map[string]source {
	all := map[string]source{}
	for _, pattern := range []string{"definitions/*.json", "common/*.json", "20*/*.json"} {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			panic(err) // the pattern is ours
		}
		for _, name := range names {
			all[name] = read(name)
		}
	}
	return all
})

// read panics on a broken file: the files are part of the program, and a test
// reads every one.
func read(name string) source {
	text, err := files.ReadFile(name)
	if err == nil {
		s := source{file: name}
		if err = json.Unmarshal(text, &s); err == nil {
			return s
		}
	}
	panic(fmt.Errorf("cannot read the schema %s: %w", name, err))
}

// common is the folder of what is documented apart from class iocage, by
// younger documents in part: a server of any edition may have it.
const common = "common"

// edition is under what the schema is published: an edition, or common.
func (s source) edition(e edition.Edition) string {
	if path.Dir(s.file) == common {
		return common
	}
	return e.Name
}

// actionsOf holds what actions returns, by the name of the edition.
var actionsOf sync.Map

// actions are the sources of an edition by action: those of its own folder, of
// the folders of the editions before it where nothing newer stands, and the
// common ones. Actions of sysadm/iocage that the edition does not have are left out.
func actions(e edition.Edition) map[string]source {
	found, ok := actionsOf.Load(e.Name)
	if !ok {
		found, _ = actionsOf.LoadOrStore(e.Name, findActions(e))
	}
	return found.(map[string]source)
}

func findActions(e edition.Edition) map[string]source {
	found := map[string]source{}
	for file, s := range sources() {
		folder, action := path.Dir(file), strings.TrimSuffix(path.Base(file), ".json")
		if folder == "definitions" || folder != common && folder > e.Name {
			continue
		}
		if s.Path == "sysadm/iocage" && !e.Offers(action) {
			continue
		}
		if older, ok := found[action]; !ok || path.Dir(older.file) < folder {
			found[action] = s
		}
	}
	return found
}
