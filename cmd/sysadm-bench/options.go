package main

import (
	"errors"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/measure"
)

// options are the command line.
type options struct {
	form    string
	topics  []string
	bin     string
	json    string
	page    string
	earlier string
	schema  bool
	timeout time.Duration

	// override those of the form; nil keeps them
	jails, connections, idle []int
}

func (o *options) addFlags(fs *pflag.FlagSet) {
	fs.StringVar(&o.form, "form", "short", "how much to measure: short (2 minutes), full (10 minutes), or glance (only to see that it works)")
	fs.StringSliceVar(&o.topics, "topic", nil, "only these `topics`, repeatable: "+measure.IDs())
	fs.StringVar(&o.bin, "bin", "", "`folder` of the programs that are measured (default: PATH)")
	fs.StringVar(&o.json, "json", "", "also write the figures to this `file`, as JSON")
	fs.StringVar(&o.page, "page", "", "also write the tables into this `file`, between its two marks")
	fs.StringVar(&o.earlier, "earlier", "", "also show the ratios of an earlier run from this `file`, written with --json")
	fs.DurationVar(&o.timeout, "timeout", 30*time.Minute, "limit of the whole run")
	fs.BoolVar(&o.schema, "schema", false, "print the JSON Schema of the figures, and exit")
	fs.IntSliceVar(&o.jails, "jails", nil, "`numbers` of jails, instead of those of the form")
	fs.IntSliceVar(&o.connections, "connections", nil, "`numbers` of connections that send requests, instead of those of the form")
	fs.IntSliceVar(&o.idle, "idle", nil, "`numbers` of idle connections, instead of those of the form")
}

// effort returns the form with the user's changes.
func (o *options) effort() (measure.Effort, error) {
	e, err := measure.FindForm(o.form)
	if err != nil {
		return e, err
	}
	for _, chosen := range [][]int{o.jails, o.connections, o.idle} {
		if slices.ContainsFunc(chosen, func(n int) bool { return n < 1 }) {
			return e, errors.New("cannot measure with less than one: --jails, --connections and --idle must be positive")
		}
	}
	if o.jails != nil {
		e.Jails = slices.Sorted(slices.Values(o.jails))
	}
	if o.connections != nil {
		e.Connections, e.Simulated = o.connections, o.connections
	}
	if o.idle != nil {
		e.Idle = o.idle
	}
	return e, nil
}
