package action

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
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
		{tellReleases, `{"releases":"11.0-RELEASE"}`, map[string]string{"releases": "11.0-RELEASE"}},
		{tellReleases, `{"releases":["10.3-RELEASE","11.0-RELEASE"]}`, map[string]string{"releases": "10.3-RELEASE, 11.0-RELEASE"}},
		{tellReleases, `{}`, nil},
	}
	for _, test := range tests {
		args, err := rpc.ParseArgs([]byte(test.args))
		require.NoError(t, err)
		require.Equal(t, test.want, test.told(args), test.args)
	}
}

// Every action that runs a changing command says so in its row.
func TestChangesAreMarked(t *testing.T) {
	reads := []string{"listjails", "getdefaultsettings", "getjailsettings", "df", "activatestatus", "listplugins", "listreleases", "listtemplates"}
	for _, e := range edition.Editions {
		host := &Host{Edition: e}
		require.Len(t, host.offered(), len(e.Actions), e.Name)
		for _, a := range host.offered() {
			require.Equal(t, !slices.Contains(reads, a.Name), a.Changes, a.Name)
		}
	}
}
