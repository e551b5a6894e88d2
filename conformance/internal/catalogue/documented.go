package catalogue

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/documented"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// lostByOriginal are the exchanges, without their transport, that the original
// server did not answer as documented on the day of the documents, so that
// they bind as SHOULD only: it had lost the answer to activatepool without a
// pool (ruling 6).
var lostByOriginal = map[string]bool{"sysadm-iocage.activatepool.query": true}

// exchangeScript judges every exchange; $EXCHANGE names it.
const exchangeScript = "scripts/exchange/exchange.txtar"

// exchanges makes one entry of each exchange in an edition's documents.
func exchanges(e edition.Edition) ([]Entry, error) {
	files, err := fs.Glob(testdata.Contract, path.Join("contract", e.Name, "*.json"))
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for _, file := range files {
		x, err := documented.Read(file)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entryOf(x, e, file))
	}
	return entries, nil
}

func entryOf(x documented.Exchange, e edition.Edition, file string) Entry {
	name := strings.TrimSuffix(path.Base(file), ".json")
	entry := Entry{
		ID: "documented." + e.Name + "." + name, Level: "MUST",
		Requirement: fmt.Sprintf("The example request is answered exactly as the example answer, on a host in the state of that example (%s).", x.Transport),
		Section:     fmt.Sprintf("%q, class %s, documents of %s", x.Section, x.Class, e.Name),
		Covers:      []string{x.Requirement()},
		Needs:       []string{"simulator", x.Transport},
		Recipe:      Recipe{Script: exchangeScript, Exchange: e.Name + "/" + name, Over: x.Transport, Each: true},
	}
	if lostByOriginal[strings.TrimSuffix(name, "."+x.Transport)] {
		entry.Level = "SHOULD"
		entry.Needs = append(entry.Needs, "compat=documented")
	}
	return entry
}
