package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/google/renameio/v2"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A profile is how sysadm-conformance is told of a host, in the YAML file of its
// flag --targets; JSON is YAML.
type profile struct {
	WS               string   `json:"ws"`
	REST             string   `json:"rest"`
	CA               string   `json:"ca"`
	User             string   `json:"user"`
	Password         string   `json:"password"`
	Operator         string   `json:"operator"`
	OperatorPassword string   `json:"operator_password"`
	Editions         []string `json:"editions"`
	Compat           string   `json:"compat"`
}

// targets are the profiles of the hosts of a file of orders. Where no file of them
// is asked for, none is kept: hosts come and go.
type targets struct {
	mu       sync.Mutex
	profiles map[string]profile // nil: none is kept
	unready  sync.WaitGroup     // hosts whose first answer is not there
}

// await begins to wait for the first answer of a host; call the result when it is
// there, or will not come.
func (t *targets) await() (answered func()) {
	t.unready.Add(1)
	return sync.OnceFunc(t.unready.Done)
}

func (t *targets) add(name string, r ready, e edition.Edition, c edition.Compat) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.profiles == nil {
		return
	}
	t.profiles[name] = profile{
		WS: r.WS, REST: r.REST, CA: r.CAFile, User: r.User, Password: r.Password,
		Operator: r.Operator, OperatorPassword: r.OperatorPassword, Editions: []string{e.Name}, Compat: c.Name,
	}
}

// write waits until every host has answered and writes the file, as a whole and
// for its owner only, unless ctx has ended.
func (t *targets) write(ctx context.Context, path string) error {
	t.unready.Wait()
	if ctx.Err() != nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	text, err := json.MarshalIndent(map[string]any{"targets": t.profiles}, "", "  ")
	if err == nil {
		err = renameio.WriteFile(path, append(text, '\n'), 0o600)
	}
	if err != nil {
		return fmt.Errorf("cannot write the targets to %s: %w", path, err)
	}
	return nil
}
