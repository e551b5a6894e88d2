package target

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Secret says where a password is: in a file, in an environment variable, in
// what a command prints, or in the profile itself, which nobody else may be
// able to read then.
type Secret struct {
	File    string   `yaml:"file"`
	Env     string   `yaml:"env"`
	Command []string `yaml:"command"`

	value string
}

// UnmarshalYAML reads a text as the password itself, and a mapping as the place
// where it is.
func (s *Secret) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return node.Decode(&s.value)
	}
	if node.Kind != yaml.MappingNode || len(node.Content) != 2 {
		return fmt.Errorf("line %d: a password is a text, or one of file, env and command", node.Line)
	}
	switch key := node.Content[0].Value; key {
	case "file":
		return node.Content[1].Decode(&s.File)
	case "env":
		return node.Content[1].Decode(&s.Env)
	case "command":
		return node.Content[1].Decode(&s.Command)
	default:
		return fmt.Errorf("line %d: unknown key %q: a password is a text, or one of file, env and command", node.Line, key)
	}
}

// Empty reports whether nothing is said of a password.
func (s Secret) Empty() bool {
	return s.value == "" && s.File == "" && s.Env == "" && len(s.Command) == 0
}

// Read returns the password: the first line of what there is. A command may take
// as long as the limit, and no shell reads it.
func (s Secret) Read(ctx context.Context, getenv func(string) string, limit time.Duration) (string, error) {
	text := s.value
	switch {
	case s.File != "":
		content, err := os.ReadFile(s.File)
		if err != nil {
			return "", fmt.Errorf("cannot read the password: %w", err)
		}
		text = string(content)
	case s.Env != "":
		text = getenv(s.Env)
	case len(s.Command) > 0:
		var err error
		if text, err = s.ask(ctx, limit); err != nil {
			return "", fmt.Errorf("cannot read the password: %w", err)
		}
	}
	line, _, _ := strings.Cut(text, "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return "", fmt.Errorf("cannot read the password: %s is empty", s.place())
	}
	return line, nil
}

func (s Secret) place() string {
	switch {
	case s.File != "":
		return s.File
	case s.Env != "":
		return "the environment variable " + s.Env
	case len(s.Command) > 0:
		return "what " + s.Command[0] + " prints"
	}
	return "it"
}

// ask runs the command, which may talk to a person on the terminal.
func (s Secret) ask(ctx context.Context, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...)
	cmd.Stdin, cmd.Stderr, cmd.WaitDelay = os.Stdin, os.Stderr, time.Second
	text, err := cmd.Output()
	if ctx.Err() != nil {
		err = fmt.Errorf("it did not end within %v", limit)
	}
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // what it left running holds its output open
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", s.Command[0], err)
	}
	return string(text), nil
}
