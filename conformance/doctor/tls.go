package doctor

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"time"
)

// validity says how long the certificate is good.
func validity(state tls.ConnectionState) string {
	if len(state.PeerCertificates) == 0 {
		return "it sends no certificate"
	}
	return "its certificate is good until " + state.PeerCertificates[0].NotAfter.Format(time.DateOnly)
}

// trust says what to do where a handshake failed: what the certificate is that
// the server shows, or which old version of TLS it speaks.
func (d *doctor) trust(ctx context.Context, address string) string {
	config := d.server.TLS.Clone()
	config.InsecureSkipVerify, config.VerifyConnection = true, nil // only looked at
	server := d.server
	server.TLS = config
	state, err := server.Handshake(ctx, address, 0)
	if err == nil && len(state.PeerCertificates) > 0 {
		sum := sha256.Sum256(state.PeerCertificates[0].Raw)
		return "compare with the host's own certificate, and then add --fingerprint " + hex.EncodeToString(sum[:])
	}
	for _, old := range []uint16{tls.VersionTLS11, tls.VersionTLS10} {
		if _, err := server.Handshake(ctx, address, old); err == nil {
			return fmt.Sprintf("the server speaks %s at best: let it speak TLS 1.2", tls.VersionName(old))
		}
	}
	return "make sure that the port speaks TLS 1.2 or newer"
}
