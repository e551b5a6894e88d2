package server

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

func cmdAddUser(env Env) *cobra.Command {
	var path, roles string
	var noPassword bool
	cmd := &cobra.Command{
		Use:   "adduser NAME",
		Short: "Add a user to the users file, or replace one",
		Long: `Add a user to the users file, or replace the user of that name.

On a terminal the command asks for the password; otherwise the password is the
first line of standard input. The file has the format of htpasswd(1) with bcrypt
hashes, and a third field for roles. Running servers notice the change. A user
without a password can log in by PAM, or with an SSL key.`,
		Args: between(1, 1),
	}
	addConfigFlag(cmd.Flags())
	cmd.Flags().StringVar(&path, "users", "", "users `file` (default: the one that serve uses)")
	cmd.Flags().StringVar(&roles, "roles", "", "`roles`: wheel (full access), operator, or both, separated by a comma (default: the user's present roles, or operator)")
	cmd.Flags().BoolVar(&noPassword, "no-password", false, "give the user roles, but no password")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if _, err := env.configure(cmd.Flags()); err != nil {
			return err
		}
		path, err := inFolder(path, "users")
		if err != nil {
			return err
		}
		hash := auth.NoPassword
		if !noPassword {
			if hash, err = readHash(env); err != nil {
				return err
			}
		}
		return auth.AddUser(path, args[0], hash, roles)
	}
	return cmd
}

func readHash(env Env) (string, error) {
	password, err := readPassword(env)
	if err != nil {
		return "", err
	}
	hash, err := auth.HashPassword(password)
	if err != nil {
		return "", fmt.Errorf("cannot add the user: %v", err)
	}
	return hash, nil
}

// readPassword asks twice on a terminal, and otherwise reads one line.
func readPassword(env Env) (string, error) {
	if file, ok := env.Stdin.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return askPassword(file, env.Stderr)
	}
	line, err := bufio.NewReader(env.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("cannot read the password: %v", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func askPassword(terminal *os.File, prompt io.Writer) (string, error) {
	var answers [2]string
	for i, question := range []string{"Password: ", "Again: "} {
		fmt.Fprint(prompt, question)
		answer, err := term.ReadPassword(int(terminal.Fd()))
		fmt.Fprintln(prompt)
		if err != nil {
			return "", fmt.Errorf("cannot read the password: %v", err)
		}
		answers[i] = string(answer)
	}
	if answers[0] != answers[1] {
		return "", errors.New("cannot add the user: the two passwords differ")
	}
	return answers[0], nil
}
