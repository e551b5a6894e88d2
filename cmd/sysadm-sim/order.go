package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// An order starts or ends one of many hosts. The program's flags supply what it
// leaves out.
type order struct {
	Start string `json:"start"` // a name for the new host
	End   string `json:"end"`   // the name of the host to end

	Edition    string          `json:"edition"`
	Compat     string          `json:"compat"`
	Seed       json.RawMessage `json:"seed"`       // the description of a host, not its file
	Documented string          `json:"documented"` // EDITION/FILE
	SeedNumber *uint64         `json:"seed_number"`
	State      string          `json:"state"` // folder
	Faults     string          `json:"faults"`

	WSAddr         string `json:"ws_addr"`
	RESTAddr       string `json:"rest_addr"`
	ManagementAddr string `json:"management_addr"`

	User     string `json:"user"`
	Password string `json:"password"`
	Operator string `json:"operator"`
}

// parseOrder parses a line. An unknown member is an error, because its author
// relies on an effect that it would not have.
func parseOrder(line []byte) (order, error) {
	var o order
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	switch err := in.Decode(&o); {
	case err != nil:
		return o, fmt.Errorf("cannot read the order: %w", err)
	case in.More():
		return o, errors.New("cannot read the order: there is more behind the JSON object")
	case (o.Start == "") == (o.End == ""):
		return o, errors.New(`cannot obey the order: name either the host to "start" or the host to "end"`)
	case o.Seed != nil && o.Documented != "":
		return o, errors.New(`cannot obey the order: give only one of "seed" and "documented"`)
	}
	return o, nil
}

// change returns the options with the order's changes.
func (o order) change(options serveOptions) (_ serveOptions, err error) {
	if o.Edition != "" {
		if options.server.Edition, err = edition.Find(o.Edition); err != nil {
			return options, err
		}
		options.edition = true
	}
	if o.Compat != "" {
		if options.server.Compat, err = edition.FindCompat(o.Compat); err != nil {
			return options, err
		}
	}
	if o.Seed != nil || o.Documented != "" {
		options.seed, options.content, options.documented = "", o.Seed, o.Documented
	}
	if o.SeedNumber != nil {
		options.number = o.SeedNumber
	}
	for _, text := range []struct {
		is *string
		to string
	}{
		{&options.state, o.State}, {&options.faults, o.Faults}, {&options.management, o.ManagementAddr},
		{&options.server.WSAddr, o.WSAddr}, {&options.server.RESTAddr, o.RESTAddr},
		{&options.user, o.User}, {&options.password, o.Password}, {&options.operator, o.Operator},
	} {
		*text.is = cmp.Or(text.to, *text.is)
	}
	return options, nil
}

// fleetLook is the time between two checks of a host from a file. There may be
// thousands of hosts, and each check takes processor time.
const fleetLook = 10 * time.Second

// forMany makes each host choose free ports, and hosts from a file check
// themselves rarely, unless a flag says otherwise.
func (o *serveOptions) forMany(flags *pflag.FlagSet) {
	for name, addr := range map[string]*string{"ws-addr": &o.server.WSAddr, "rest-addr": &o.server.RESTAddr} {
		if !flags.Changed(name) {
			*addr = "127.0.0.1:0"
		}
	}
	if o.hosts != "-" && !flags.Changed("system-state-look") {
		o.server.SystemStateLook = fleetLook
	}
}
