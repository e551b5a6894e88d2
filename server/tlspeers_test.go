package server_test

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server"
)

// With TLS 1.2, only suites with forward secrecy and authenticated encryption
// are accepted.
func TestTLSSuites(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if suite.SupportedVersions[len(suite.SupportedVersions)-1] > tls.VersionTLS12 {
			continue // all suites of TLS 1.3 are good, and cannot be configured
		}
		good := strings.HasPrefix(suite.Name, "TLS_ECDHE_ECDSA_") &&
			(strings.Contains(suite.Name, "_GCM_") || strings.Contains(suite.Name, "_CHACHA20_"))
		config := tg.tls.Clone()
		config.MaxVersion, config.CipherSuites = tls.VersionTLS12, []uint16{suite.ID}
		for _, address := range tg.addresses() {
			conn, err := tls.Dial("tcp", address, config)
			require.Equal(t, good, err == nil, "%s %v", suite.Name, err)
			if err == nil {
				require.NoError(t, conn.Close())
			}
		}
	}
}

// Nothing is answered in clear: a client that speaks HTTP or anything else to a
// TLS port learns nothing about the server.
func TestNoTLS(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	for _, address := range tg.addresses() {
		for _, greeting := range []string{"PUT /rpc/identify HTTP/1.1\r\nHost: x\r\n\r\n", "\x00\x00\x00\x00\x00\x00\x00\x00", "\x16\x03\x01\xff\xff", "\x80\x2e\x01\x00\x02"} {
			conn, err := net.Dial("tcp", address)
			require.NoError(t, err)
			_, err = io.WriteString(conn, greeting)
			require.NoError(t, err)
			require.NoError(t, conn.(*net.TCPConn).CloseWrite())
			require.NoError(t, conn.SetReadDeadline(time.Now().Add(timeout)))
			said, _ := io.ReadAll(conn)
			require.NotContains(t, string(said), "sysadm")
			require.NotContains(t, string(said), " 200 ")
			require.NoError(t, conn.Close())
		}
	}
}

// OpenSSL's client gets no old version, no renegotiation and no compression.
func TestTLSAsOpenSSLSeesIt(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl here")
	}
	tg := start(t, server.Options{Runner: host})
	for _, address := range tg.addresses() {
		for _, tt := range []struct {
			args  []string
			input string
			good  bool
		}{
			{[]string{"-tls1"}, "", false},
			{[]string{"-tls1_1"}, "", false},
			{[]string{"-tls1_2"}, "", true},
			{[]string{"-tls1_3"}, "", true},
			{[]string{"-tls1_2", "-cipher", "ALL:!AESGCM:!CHACHA20"}, "", false},
			{[]string{"-tls1_2"}, "R\n", false}, // requests a renegotiation
		} {
			out, err := openssl(tg, address, tt.args, tt.input)
			require.Equal(t, tt.input != "", strings.Contains(out, "RENEGOTIATING"), out)
			require.Equal(t, tt.good, err == nil, "%v: %s", tt.args, out)
			if err == nil {
				require.Contains(t, out, "Verify return code: 0 (ok)")
				require.Contains(t, out, "Compression: NONE")
			}
		}
	}
}

// openssl connects and sends the input. Like s_client, it returns an error if
// the connection failed or was cut.
func openssl(tg *target, address string, args []string, input string) (string, error) {
	args = append([]string{"s_client", "-connect", address, "-CAfile", tg.ready.CAFile}, args...)
	cmd := exec.Command("openssl", args...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// A client that asks for another host name gets the same certificate, and
// nothing more.
func TestForeignServerName(t *testing.T) {
	tg := start(t, server.Options{Runner: host})
	config := tg.tls.Clone()
	config.ServerName, config.InsecureSkipVerify = "elsewhere.example", true
	conn, err := tls.Dial("tcp", tg.addresses()[1], config)
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "PUT /rpc/identify HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n")
	require.NoError(t, err)
	reply, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	require.Equal(t, 200, reply.StatusCode)
	require.NoError(t, reply.Body.Close())
}
