package right

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/doctor"
)

// Where the pool of the run is not the one that its jail is on, the jail is not listed
// while that pool is active. That is no fault of the server.
func TestJailOnAnotherPool(t *testing.T) {
	h := sharedHost(false, "zroot", func(s *server) {
		run := s.run
		s.run = func(action string, args map[string]any) (map[string]any, int) {
			if action == "listjails" && s.host.active != "zroot" {
				return map[string]any{}, 200
			}
			return run(action, args)
		}
	})
	result := judge(t, conformance.Options{Host: h, Destructive: true, Jail: "test", Pool: "tank", Run: []string{"activatepool.only.*", "startjail.starts.*"}})
	require.Empty(t, ids(result, conformance.Fail))
	require.Empty(t, ids(result, conformance.Error))
	require.Contains(t, fmt.Sprint(ids(result, conformance.Skip)), "is not on the pool of the run")
	require.Equal(t, "zroot", h.only.host.active)
}

// doctor says what a host without an active pool lacks.
func TestDoctorOfHostWithoutPool(t *testing.T) {
	findings, err := doctor.Examine(t.Context(), conformance.Options{Host: sharedHost(false, "", nil)})
	require.NoError(t, err)
	require.Contains(t, fmt.Sprintf("%+v", findings), "no pool is active")
}

// A run on a host that is not the suite's own has few connections, however large the
// machine is.
func TestFewChecksAtOnceOnSharedHosts(t *testing.T) {
	opened, err := conformance.Open(t.Context(), conformance.Options{Host: sharedHost(false, "tank", nil), Run: []string{"listjails.jid.*"}})
	require.NoError(t, err)
	require.LessOrEqual(t, opened.Options().Parallel, 3)
	_, err = opened.Close(t.Context())
	require.NoError(t, err)
}
