package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/fakeiocage/fidelity"
)

// fidelityCommand compares recorded runs of an iocage with the imitation.
func fidelityCommand(env Env) *cobra.Command {
	var least float64
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "fidelity PATH...",
		Short: "Replay transcripts, or folders of them, and print where the imitation differs",
		Long: "Replay transcripts, or folders of them, and print where the imitation differs.\n" +
			"Values that differ between runs of the original are first replaced by names:\n" +
			"uuids, times, sizes. Exit status 1: fewer than --min percent of the steps are equal.",
		Args: between(1, math.MaxInt),
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := transcriptFiles(args)
			if err != nil {
				return err
			}
			return measure(files, least, asJSON, env.Stdout)
		},
	}
	cmd.Flags().Float64Var(&least, "min", 100, "percentage of steps that must be equal")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// transcriptFiles returns the files, with folders replaced by their JSON files.
func transcriptFiles(paths []string) (files []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("cannot find the transcripts: %w", err)
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		inside, err := filepath.Glob(filepath.Join(path, "*.json"))
		if err != nil || len(inside) == 0 {
			return nil, fmt.Errorf("cannot find transcripts in %s: it has no *.json", path)
		}
		files = append(files, inside...)
	}
	return files, nil
}

func measure(files []string, least float64, asJSON bool, w io.Writer) error {
	var all []fidelity.Result
	equal, total := 0, 0
	for _, file := range files {
		f, err := fidelity.Replay(file)
		if err != nil {
			return err
		}
		if f.Scenario == "" {
			f.Scenario = strings.TrimSuffix(filepath.Base(file), ".json")
		}
		all = append(all, f)
		equal, total = equal+f.Equal(), total+len(f.Steps)
	}
	if asJSON {
		if err := writeJSON(w, all); err != nil {
			return err
		}
	} else {
		printFidelity(w, all, equal, total)
	}
	if float64(equal)*100 < least*float64(total) {
		return fmt.Errorf("%d of %d steps are equal, which is less than %v%%", equal, total, least)
	}
	return nil
}

func printFidelity(w io.Writer, all []fidelity.Result, equal, total int) {
	for _, f := range all {
		fmt.Fprintf(w, "%s (%s): %d/%d\n", f.Scenario, f.Dialect, f.Equal(), len(f.Steps))
		for i, s := range f.Steps {
			if s.Difference != "" {
				fmt.Fprintf(w, "  step %d: iocage %s\n    %s\n", i, quoted(s.Args), strings.ReplaceAll(strings.TrimSpace(s.Difference), "\n", "\n    "))
			}
		}
	}
	fmt.Fprintf(w, "total: %d/%d\n", equal, total)
}
