//go:build !(pam && cgo && (linux || freebsd))

package auth

import (
	"errors"
	"net/netip"
)

// PAMSupported says whether this program was built with PAM.
const PAMSupported = false

// converse is never called: Open fails.
func (*PAM) converse(netip.Addr, string, string) error { return errors.ErrUnsupported }
