package server

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

func cmdVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of this program",
		Args:  cobra.NoArgs,
		Run: func(cmd *cobra.Command, _ []string) {
			fmt.Fprintf(cmd.OutOrStdout(), "sysadm-server %s %s/%s %s\nauthentication: %s\n",
				version(), runtime.GOOS, runtime.GOARCH, runtime.Version(), strings.Join(authentications(), ", "))
		},
	}
}

// authentications are the values of --auth that this program supports.
func authentications() []string {
	if auth.PAMSupported {
		return []string{authFile, authPAM}
	}
	return []string{authFile}
}

// version is the module's version, as stamped by the Go toolchain.
var version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
})
