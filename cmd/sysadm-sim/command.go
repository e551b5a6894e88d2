package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// leverCommands makes a command for each lever; "clock set" becomes a
// subcommand of "clock".
func leverCommands(env Env) []*cobra.Command {
	var top []*cobra.Command
	made := map[string]*cobra.Command{}
	for _, l := range levers() {
		cmd := l.command(env)
		made[l.words] = cmd
		if parent, _, below := strings.Cut(l.words, " "); below {
			made[parent].AddCommand(cmd)
		} else {
			top = append(top, cmd)
		}
	}
	return top
}

// choices are the flags of lever commands.
type choices struct {
	state  string
	times  int     // negative: at least once
	number *uint64 // nil: none
	json   bool
	schema bool
}

func (l lever) command(env Env) *cobra.Command {
	c := choices{number: new(uint64)}
	words := strings.Fields(l.words)
	least, most := l.min, l.max
	if l.file() != "" {
		least, most = least+1, most+1
	}
	cmd := &cobra.Command{
		Use:   strings.Join(strings.Fields(words[len(words)-1]+" "+l.operands+" "+l.file()), " "),
		Short: l.summary,
		Args:  between(least, most),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !cmd.Flags().Changed("times") {
				c.times = -1
			}
			if !cmd.Flags().Changed("seed-number") {
				c.number = nil
			}
			return l.run(c, args, env)
		},
	}
	l.addFlags(cmd, &c)
	return cmd
}

// between accepts that many operands; otherwise its error says how the command
// is used.
func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return fmt.Errorf("use it as: %s", cmd.UseLine())
		}
		return nil
	}
}

func (l lever) file() string { return l.content + l.output }

func (l lever) addFlags(cmd *cobra.Command, c *choices) {
	flags := cmd.Flags()
	flags.StringVar(&c.state, "state", "", "state folder (default $FAKEIOCAGE_STATE, else fakeiocage in the user's cache folder)")
	for _, name := range l.flags {
		switch name {
		case "times":
			flags.IntVar(&c.times, name, 0, "exact number of calls (default: at least one)")
		case "json":
			flags.BoolVar(&c.json, name, false, "print JSON")
		case "seed-number":
			flags.Uint64Var(c.number, name, 0, "derive uuids from this number and stop the clock, so that every run is the same")
		case "schema":
			flags.BoolVar(&c.schema, name, false, "print the JSON Schema of the description, and exit")
			needsFile := cmd.Args
			cmd.Args = func(cmd *cobra.Command, args []string) error {
				if c.schema {
					return between(0, 0)(cmd, args)
				}
				return needsFile(cmd, args)
			}
		}
	}
}

// run applies the lever to the host in a state folder.
func (l lever) run(c choices, args []string, env Env) (err error) {
	if c.schema {
		_, err := env.Stdout.Write(l.schema)
		return err
	}
	in := input{operands: args, times: c.times, number: c.number, initial: fakeiocage.DefaultSeed()}
	if l.content != "" {
		if in.source, in.content, err = readContent(args[0], env.Stdin); err != nil {
			return err
		}
		in.operands = nil
	}
	h, err := openHost(c.state, env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	answer, err := l.do(h, in)
	if err != nil {
		return err
	}
	if l.output != "" {
		return writeOutput(args[0], answer.([]byte), env.Stdout)
	}
	return l.print(env.Stdout, answer, c.json)
}

// print prints the answer: as text, or as JSON if that is requested.
func (l lever) print(w io.Writer, answer any, asJSON bool) error {
	switch {
	case answer == nil:
		return nil
	case l.text != nil && !asJSON:
		l.text(w, answer)
		return nil
	}
	return writeJSON(w, answer)
}

func writeJSON(w io.Writer, answer any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "    ")
	return out.Encode(answer)
}

// openHost opens the host in a state folder: the named one, or else that of
// fakeiocage.
func openHost(dir string, env Env) (*fakeiocage.Host, error) {
	if dir == "" {
		var err error
		if dir, err = fakeiocage.StateFolder(env.Getenv); err != nil {
			return nil, err
		}
	}
	return fakeiocage.OpenHost(dir)
}

// readContent reads a file, or stdin for "-".
func readContent(path string, stdin io.Reader) (source string, content []byte, err error) {
	source = path
	if path == "-" {
		source = "stdin"
		content, err = io.ReadAll(stdin)
	} else {
		content, err = os.ReadFile(path)
	}
	if err != nil {
		return source, nil, fmt.Errorf("cannot read the file: %w", err)
	}
	return source, content, nil
}

// writeOutput writes a file atomically, or to stdout for "-".
func writeOutput(path string, content []byte, stdout io.Writer) error {
	if path == "-" {
		_, err := stdout.Write(content)
		return err
	}
	if err := renameio.WriteFile(path, content, 0o644); err != nil {
		return fmt.Errorf("cannot write the state: %w", err)
	}
	return nil
}
