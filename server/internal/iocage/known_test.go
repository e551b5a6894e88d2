package iocage_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// A knowing runner knows what reads would print. Commands that it runs print
// nothing, and its list never ends by itself.
type knowing struct{ printer }

func (k *knowing) Known(...string) (iocage.Output, bool) {
	return iocage.Output{Stdout: k.Output.Stdout}, true
}

func (k *knowing) Run(ctx context.Context, args ...string) (iocage.Output, error) {
	if args[0] == "list" {
		<-ctx.Done()
		return iocage.Output{}, ctx.Err()
	}
	k.asked = append(k.asked, args)
	return iocage.Output{}, nil
}

// A known answer is used for a read. A change is run nevertheless, and a caller
// that has given up gets no answer.
func TestKnown(t *testing.T) {
	r := &knowing{*prints("JID  UUID  BOOT  STATE  TAG  TYPE  IP4\n")}
	c := client(r)
	jails, err := c.List(t.Context())
	require.NoError(t, err)
	require.Empty(t, jails.Value)
	require.Empty(t, r.asked)

	_, err = c.Start(t.Context(), "a")
	require.NoError(t, err)
	require.Contains(t, r.asked, []string{"start", "a"})

	left, leave := context.WithCancel(t.Context())
	leave()
	_, err = c.List(left)
	require.ErrorIs(t, err, iocage.ErrStopped)
}
