package server

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

func cmdBlocks(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "blocks",
		Short: "Show the addresses that are blocked after failed logins",
		Long: `Show the addresses that are blocked after failed logins, and when each block
ends. Blocks survive a restart. A running server notices cleared blocks.`,
		Args: cobra.NoArgs,
	}
	folder := stateFolder(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		path, err := folder.file(env, cmd, blocksFile)
		if err != nil {
			return err
		}
		blocks, err := auth.ReadBlocks(path)
		table := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ADDRESS\tUNTIL")
		for _, b := range blocks {
			if time.Now().Before(b.Until) {
				fmt.Fprintf(table, "%s\t%s\n", b.Address(), b.Until.Local().Format(time.DateTime))
			}
		}
		return errors.Join(err, table.Flush())
	}
	cmd.AddCommand(cmdBlocksClear(env))
	return cmd
}

func cmdBlocksClear(env Env) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "clear ADDRESS | --all",
		Short: "Let an address log in again before its block ends",
		Args:  between(0, 1),
	}
	folder := stateFolder(cmd.Flags())
	cmd.Flags().BoolVar(&all, "all", false, "clear every block")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path, err := folder.file(env, cmd, blocksFile)
		if err != nil {
			return err
		}
		address, err := clearable(args, all)
		if err != nil {
			return err
		}
		cleared, err := auth.ClearBlocks(path, address)
		if err == nil && cleared == 0 && !all {
			err = fmt.Errorf("%s is not blocked", args[0])
		}
		return err
	}
	return cmd
}

// clearable returns the address to clear, or the zero value for all.
func clearable(args []string, all bool) (netip.Addr, error) {
	if all == (len(args) == 1) {
		return netip.Addr{}, errors.New("cannot clear blocks: name an address, or say --all")
	}
	if all {
		return netip.Addr{}, nil
	}
	address, err := netip.ParseAddr(strings.TrimSuffix(args[0], "/64"))
	if err != nil {
		return netip.Addr{}, fmt.Errorf("cannot clear a block: %q is not an address", args[0])
	}
	return address, nil
}

// A folderFlag is the flag --state-dir of a command.
type folderFlag struct{ path string }

func stateFolder(fs *pflag.FlagSet) *folderFlag {
	f := &folderFlag{}
	addConfigFlag(fs)
	fs.StringVar(&f.path, "state-dir", "", "`folder` of the state that outlives the server (default: the one that serve uses)")
	return f
}

// file returns the path of a file in the folder. The file need not exist.
func (f *folderFlag) file(env Env, cmd *cobra.Command, name string) (string, error) {
	_, err := env.configure(cmd.Flags())
	if err == nil && f.path == "" {
		f.path, err = DefaultStateDir()
	}
	return filepath.Join(f.path, name), err
}
