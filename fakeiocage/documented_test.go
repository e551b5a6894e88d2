package fakeiocage_test

import (
	"encoding/json"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/fakeiocage"
	"github.com/sysadm-go/sysadm/testdata"
)

// documented returns args.<action> of a documented REST reply.
func documented[T any](t *testing.T, file, action string) (value T) {
	data, err := testdata.Contract.ReadFile(path.Join("contract", file))
	require.NoError(t, err)
	var exchange struct {
		Response struct {
			Body struct{ Args map[string]json.RawMessage }
		}
	}
	require.NoError(t, json.Unmarshal(data, &exchange))
	require.NoError(t, json.Unmarshal(exchange.Response.Body.Args[action], &value))
	return value
}

// A seed can put a host into the state that the documents show, values cut at
// their colons included.
func TestSeedOfDocumentedHost(t *testing.T) {
	defaults := documented[map[string]map[string]string](t, "2016-02-05/sysadm-iocage.getdefaultsettings.rest.json", "getdefaultsettings")["defaults"]
	settings := documented[map[string]map[string]string](t, "2016-02-05/sysadm-iocage.getjailsettings.jail.rest.json", "getjailsettings")["testjail"]
	properties := map[string]string{}
	for name, value := range settings {
		properties[name] = strings.TrimSuffix(value, "-") // unset
	}
	h, err := fakeiocage.NewHost(fakeiocage.Seed{
		Active: "tank", Uname: "11.0-CURRENTJAN2016",
		Contents: fakeiocage.Contents{
			Defaults: defaults,
			Jails:    []fakeiocage.Jail{{UUID: settings["host_hostuuid"], Properties: properties}},
		},
	})
	require.NoError(t, err)
	require.Equal(t, defaults, lines(t, h, "=", "defaults"))
	require.Equal(t, settings, lines(t, h, ":", "get", "all", "testjail"))
}

// lines runs the command and reads its output of NAME, separator, value.
func lines(t *testing.T, h *fakeiocage.Host, separator string, args ...string) map[string]string {
	out, stderr, status := runOn(h, noon, args)
	require.Zero(t, status, stderr)
	values := map[string]string{}
	for line := range strings.Lines(out) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), separator)
		require.True(t, ok, line)
		values[name] = value
	}
	return values
}
