//go:build !(pam && cgo && (linux || freebsd))

package auth_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

func TestPAMIsNotBuiltIn(t *testing.T) {
	require.False(t, auth.PAMSupported)
	require.ErrorContains(t, new(auth.PAM).Open(time.Minute), "go build -tags pam")
}
