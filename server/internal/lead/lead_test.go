package lead_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/lead"
)

func TestPass(t *testing.T) {
	passed := 0
	ctx := lead.With(t.Context(), func() { passed++ })
	lead.Pass(t.Context())
	require.Zero(t, passed, "who does not lead has nothing to pass")
	lead.Pass(ctx)
	require.Equal(t, 1, passed)
}
