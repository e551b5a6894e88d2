package attendant

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

// Revoke sees to it that a key is not registered any more.
func (a *Attendant) Revoke(ctx context.Context, key string) error {
	listed := func() (bool, error) {
		text, err := a.Exchange(ctx, "sysadm", "settings", map[string]any{"action": "list_ssl_certificates"})
		return len(document.Find(document.Parse(text), "/args/*/"+document.Escape(key))) > 0, err
	}
	if there, err := listed(); err != nil || !there {
		return err
	}
	if _, err := a.Exchange(ctx, "sysadm", "settings", map[string]any{"action": "revoke_ssl_certificate", "pub_key": key}); err != nil {
		return err
	}
	there, err := listed()
	if there {
		return fmt.Errorf("cannot revoke the key that the check has registered: revoke the one with the nickname conformance")
	}
	return err
}
