package action

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// Free text in properties and commands may be secret.
func TestTold(t *testing.T) {
	tests := []struct {
		told func(rpc.Args) map[string]string
		args string
		want map[string]string
	}{
		{tellCommand, `{"jail":"www","user":"root","command":"mysql -psecret"}`, map[string]string{"jail": "www", "user": "root", "command": "mysql …"}},
		{tellCommand, `{"jail":"www","command":" mysql\t-psecret "}`, map[string]string{"jail": "www", "command": "mysql …"}},
		{tellCommand, `{"command":"uptime"}`, map[string]string{"command": "uptime"}},
		{tellCommand, `{"jail":7,"command":["secret"]}`, nil},
		{tellProps, `{"props":"tag=www  notes=secret ip4_addr=em0|10.0.0.1/24 secret","other":"secret"}`,
			map[string]string{"props": "tag=www notes=… ip4_addr=em0|10.0.0.1/24 …"}},
		{tellProps, `{"jail":"www"}`, map[string]string{"jail": "www"}},
	}
	for _, test := range tests {
		args, err := rpc.ParseArgs([]byte(test.args))
		require.NoError(t, err)
		require.Equal(t, test.want, test.told(args), test.args)
	}
}

// Every action that runs a changing command says so in its row.
func TestChangesAreMarked(t *testing.T) {
	reads := []string{"listjails", "getdefaultsettings", "getjailsettings", "df"}
	for _, a := range (&Host{}).iocage() {
		require.Equal(t, !slices.Contains(reads, a.Name), a.Changes, a.Name)
	}
}
