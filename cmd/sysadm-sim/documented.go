package main

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// seeds are the descriptions of hosts that are built into this program.
//
//go:embed default.json documented/*.json
var seeds embed.FS

// defaultSeed describes the host that is served if no other is named.
const defaultSeed = "default.json"

// documented names, for each documented exchange, the host that makes it true.
// The examples of the documents come from three machines and several moments
// (EDITIONS, item 13), so one host cannot make them all true; the REST and
// WebSocket examples of startjail and stopjail show two states of one jail
// (RULINGS 7). The settings of testjail are shown cut at their first colon
// (RULINGS 4): its host holds just these values, so that a server which
// answers whole values and one which cuts them both answer as documented.
var documented = map[string]string{
	"sysadm-iocage.listjails.rest":                 "testjail-listed",
	"sysadm-iocage.listjails.websocket":            "testjail-listed",
	"sysadm-iocage.getdefaultsettings.rest":        "defaults",
	"sysadm-iocage.getdefaultsettings.websocket":   "defaults",
	"sysadm-iocage.getjailsettings.jail.rest":      "testjail-settings",
	"sysadm-iocage.getjailsettings.jail.websocket": "testjail-settings",
	"sysadm-iocage.startjail.rest":                 "test-down",
	"sysadm-iocage.startjail.websocket":            "test-up",
	"sysadm-iocage.stopjail.rest":                  "test-up",
	"sysadm-iocage.stopjail.websocket":             "test-down",
	"sysadm-iocage.activatepool.pool.rest":         "tank-inactive",
	"sysadm-iocage.activatepool.pool.websocket":    "tank-inactive",
	"sysadm-iocage.activatepool.query.rest":        "tank-active",
	"sysadm-iocage.activatepool.query.websocket":   "tank-active",
	"sysadm-iocage.deactivatepool.rest":            "tank-active",
	"sysadm-iocage.deactivatepool.websocket":       "tank-active",
}

// documentedHost returns the edition of a documented exchange, named
// EDITION/FILE, and the host that makes it true.
func documentedHost(exchange string) (edition.Edition, fakeiocage.Seed, error) {
	name, file, _ := strings.Cut(strings.TrimSuffix(exchange, ".json"), "/")
	state, known := documented[file]
	if _, err := fs.Stat(testdata.Contract, "contract/"+name+"/"+file+".json"); err != nil || !known {
		return edition.Edition{}, fakeiocage.Seed{}, fmt.Errorf("cannot set the state of the documented exchange %q: "+
			"give EDITION/FILE as in testdata/contract, for example 2016-02-05/sysadm-iocage.startjail.rest", exchange)
	}
	ed, err := edition.Find(name)
	if err != nil {
		return edition.Edition{}, fakeiocage.Seed{}, err
	}
	seed, err := ownSeed("documented/" + state + ".json")
	return ed, seed, err
}

// ownSeed reads one of the built-in descriptions.
func ownSeed(name string) (fakeiocage.Seed, error) {
	data, err := seeds.ReadFile(name)
	if err != nil {
		return fakeiocage.Seed{}, err
	}
	return fakeiocage.ParseSeed(data)
}
