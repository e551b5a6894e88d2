//go:build pam && cgo && (linux || freebsd)

package auth

import (
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"slices"

	"github.com/msteinert/pam/v2"
)

// PAMSupported says whether this program was built with PAM.
const PAMSupported = true

// converse holds one conversation. PAM may prompt once for hidden input, which
// is the password, and for nothing else.
func (p *PAM) converse(from netip.Addr, user, password string) error {
	runtime.LockOSThread() // modules may keep state by thread
	defer runtime.UnlockOSThread()
	asked := false
	answer := pam.ConversationFunc(func(style pam.Style, _ string) (string, error) {
		switch {
		case style == pam.TextInfo || style == pam.ErrorMsg:
			return "", nil
		case style == pam.PromptEchoOff && !asked:
			asked = true
			return password, nil
		}
		return "", errors.New("only a password can be given")
	})
	t, err := p.start(user, answer)
	if err != nil {
		return fmt.Errorf("cannot ask PAM: service %s: %v", p.Service, err)
	}
	defer func() { _ = t.End() }()
	if err := t.SetItem(pam.Rhost, from.String()); err != nil {
		return fmt.Errorf("cannot tell PAM the address: %v", err)
	}
	if err := t.Authenticate(pam.Silent | pam.DisallowNullAuthtok); err != nil {
		return p.refusal("password", err)
	}
	if err := t.AcctMgmt(pam.Silent); err != nil {
		return p.refusal("account", err)
	}
	return nil
}

func (p *PAM) start(user string, answer pam.ConversationHandler) (*pam.Transaction, error) {
	if p.Folder != "" {
		return pam.StartConfDir(p.Service, user, answer, p.Folder)
	}
	return pam.Start(p.Service, user, answer)
}

// broken are the errors that say nothing about the user: a module is missing or
// cannot continue. All other errors refuse the login, because some modules
// report a refusal as a system error. The log has PAM's message.
var broken = []pam.Error{pam.ErrOpen, pam.ErrSymbol, pam.ErrBuf, pam.ErrAbort, pam.ErrModuleUnknown}

func (p *PAM) refusal(what string, err error) error {
	var reason pam.Error
	if errors.As(err, &reason) && slices.Contains(broken, reason) {
		return fmt.Errorf("cannot ask PAM: service %s: %v", p.Service, err)
	}
	return fmt.Errorf("%w: PAM on the %s: %v", ErrRefused, what, err)
}
