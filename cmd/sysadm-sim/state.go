package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// seedCommand makes the state of a folder from a description of a host.
func seedCommand(env Env) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "seed HOST.json",
		Short: "Make a fresh state from the description of a host (- reads stdin)",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			seed, err := readSeed(args[0], env.Stdin)
			if err != nil {
				return err
			}
			return withHost(dir, env, func(h *fakeiocage.Host) error { return h.Reset(seed) })
		},
	}
	stateFlag(cmd, &dir)
	return cmd
}

// showCommand prints the state of a folder in the format that seed reads.
func showCommand(env Env) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "show",
		Short: "Print the present state in the format that seed reads",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return withHost(dir, env, func(h *fakeiocage.Host) error {
				seed, err := h.Describe()
				if err != nil {
					return err
				}
				out := json.NewEncoder(env.Stdout)
				out.SetEscapeHTML(false)
				out.SetIndent("", "    ")
				return out.Encode(seed)
			})
		},
	}
	stateFlag(cmd, &dir)
	return cmd
}

// resetCommand brings a folder back to the host that a first run finds.
func resetCommand(env Env) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "reset",
		Short: "Bring the state back to the default host",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return withHost(dir, env, func(h *fakeiocage.Host) error { return h.Reset(fakeiocage.DefaultSeed()) })
		},
	}
	stateFlag(cmd, &dir)
	return cmd
}

func stateFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "state", "", "state folder (default $FAKEIOCAGE_STATE, else the user's cache folder, as fakeiocage)")
}

// withHost opens the host of a state folder for one piece of work.
func withHost(dir string, env Env, work func(*fakeiocage.Host) error) error {
	if dir == "" {
		dir = env.Getenv("FAKEIOCAGE_STATE")
	}
	h, err := fakeiocage.OpenHost(dir)
	if err != nil {
		return err
	}
	return errors.Join(work(h), h.Close())
}

// readSeed reads the description of a host from a file, or from stdin for "-".
func readSeed(path string, stdin io.Reader) (fakeiocage.Seed, error) {
	data, err := readAll(path, stdin)
	if err != nil {
		return fakeiocage.Seed{}, fmt.Errorf("cannot read the description of a host: %w", err)
	}
	seed, err := fakeiocage.ParseSeed(data)
	if err != nil {
		return fakeiocage.Seed{}, fmt.Errorf("%s: %w", path, err)
	}
	return seed, nil
}

func readAll(path string, stdin io.Reader) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(path)
}
