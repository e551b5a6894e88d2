package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/google/renameio/v2"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A profile describes a host for sysadm-conformance, in the YAML file of its
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

// targets are the profiles of the hosts from a file of orders. If no file of
// profiles is requested, none are kept, because hosts come and go.
type targets struct {
	mu       sync.Mutex
	profiles map[string]profile // nil: none are kept
	unready  sync.WaitGroup     // hosts without their first answer
}

// await registers a host whose first answer is pending. Call answered when it
// has arrived, or will not.
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

// write waits until every host has answered. It then writes the file
// atomically, readable by its owner only, unless ctx has ended.
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
