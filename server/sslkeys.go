package server

import (
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

func cmdSSLKeys(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ssl-keys [USER]",
		Short: "Show the SSL keys that users may log in with",
		Long: `Show the SSL keys that users may log in with. A running server notices imported
and revoked keys. Users can register and revoke their own with rpc/settings.`,
		Args: between(0, 1),
	}
	folder := stateFolder(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		keys, err := folder.keys(env, cmd)
		if err != nil {
			return err
		}
		found := keys.All()
		if len(args) == 1 {
			found = keys.Of(args[0])
		}
		return showKeys(env, found)
	}
	cmd.AddCommand(cmdSSLKeysImport(env), cmdSSLKeysRevoke(env))
	return cmd
}

func showKeys(env Env, keys []auth.Key) error {
	table := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "USER\tCHECKSUM\tBITS\tREGISTERED\tNICKNAME\tEMAIL")
	for _, k := range keys {
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%s\t%s\n", k.User, k.Checksum(), k.Bits(), k.Registered.Local().Format(time.DateTime), k.Nickname, k.Email)
	}
	return table.Flush()
}

func cmdSSLKeysImport(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import USER FILE NICKNAME [EMAIL]",
		Short: "Let a user log in with an SSL key",
		Long: `Let a user log in with an SSL key: the RSA key in a PEM file, which is a public
key or a certificate. The user's rights do not depend on the key.`,
		Args: between(3, 4),
	}
	folder := stateFolder(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		keys, err := folder.keys(env, cmd)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(args[1])
		if err != nil {
			return fmt.Errorf("cannot read the key: %v", err)
		}
		key, err := auth.ParseKey(text)
		if err != nil {
			return fmt.Errorf("cannot import %s: %v", args[1], err)
		}
		key.User, key.Nickname, key.Registered = args[0], args[2], time.Now().Truncate(time.Second)
		if len(args) == 4 {
			key.Email = args[3]
		}
		if err := makeStateDir(folder.path); err != nil {
			return err
		}
		if err := keys.Register(key); err != nil {
			return fmt.Errorf("cannot import %s: %v", args[1], err)
		}
		return nil
	}
	return cmd
}

func cmdSSLKeysRevoke(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "revoke USER CHECKSUM",
		Short: "Stop a user from logging in with an SSL key",
		Args:  between(2, 2),
	}
	folder := stateFolder(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		keys, err := folder.keys(env, cmd)
		if err != nil {
			return err
		}
		for _, key := range keys.Of(args[0]) {
			if key.Checksum() == args[1] {
				return keys.Revoke(key.User, key.PEM)
			}
		}
		return fmt.Errorf("cannot revoke the key: user %q has none with the checksum %s", args[0], args[1])
	}
	return cmd
}

// keys returns the registered keys in the folder.
func (f *folderFlag) keys(env Env, cmd *cobra.Command) (*auth.Keys, error) {
	path, err := f.file(env, cmd, keysFile)
	if err != nil {
		return nil, err
	}
	return auth.OpenKeys(path, slog.New(slog.DiscardHandler))
}
