package conformance

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

// documentedChecks makes one check of each exchange in an edition's documents.
func documentedChecks(e edition.Edition) ([]Check, error) {
	files, err := fs.Glob(testdata.Contract, path.Join("contract", e.Name, "*.json"))
	if err != nil {
		return nil, err
	}
	var checks []Check
	for _, file := range files {
		x, err := documented.Read(file)
		if err != nil {
			return nil, err
		}
		checks = append(checks, checkOfExchange(x, e, file))
	}
	return checks, nil
}

func checkOfExchange(x documented.Exchange, e edition.Edition, file string) Check {
	name := strings.TrimSuffix(path.Base(file), ".json")
	c := Check{
		ID: "documented." + e.Name + "." + name, Edition: e, Level: Must,
		Requirement: fmt.Sprintf("The example request is answered exactly as the example answer, on a host in the state of that example (%s).", x.Transport),
		Section:     fmt.Sprintf("%q, class %s, documents of %s", x.Section, x.Class, e.Name),
		Covers:      []string{x.Requirement()},
		Needs:       []string{"simulator", x.Transport},
		script:      exchangeScript, exchange: e.Name + "/" + name, over: x.Transport, each: true,
	}
	if lostByOriginal[strings.TrimSuffix(name, "."+x.Transport)] {
		c.Level = Should
		c.Needs = append(c.Needs, "compat=documented")
	}
	return c
}
