package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Many checks are plain, and none of what is about logins, jobs or events.
func TestPlainChecks(t *testing.T) {
	for _, e := range edition.Editions {
		checks, err := checksOf(e)
		require.NoError(t, err)
		plain := 0
		for _, c := range checks {
			if !c.recipe.Plain {
				continue
			}
			plain++
			require.NotRegexp(t, `^(auth[.](login|again|clear|password|token|user|types|failed|repeated|others|names)|auth_ssl|blocks|connections|dispatcher|documented|events|logs|message|origin|request|settings|subscribe|system-state|tls|tokens|unsubscribe)\.`, c.ID)
		}
		require.Greater(t, 4*plain, len(checks), e.Name)
	}
}
