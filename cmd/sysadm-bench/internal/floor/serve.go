// Package floor does the least work that a server must do: a TLS echo over the
// same library, and the start of the same executable. It knows nothing of
// sysadm.
package floor

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"

	"github.com/gorilla/websocket"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// Serve answers each WebSocket message and each HTTP request with as many bytes
// as the address asks for (?reply=N), until ctx ends. With an argv, it runs that
// command for each of them before: one process for each request. It prints a
// ready line like the programs that are measured.
func Serve(ctx context.Context, argv []string, stdout io.Writer) error {
	certificate, text, err := selfSigned()
	if err != nil {
		return fmt.Errorf("cannot make a certificate: %w", err)
	}
	ca, err := os.CreateTemp("", "sysadm-bench-*.crt")
	if err != nil {
		return fmt.Errorf("cannot keep the certificate: %w", err)
	}
	defer os.Remove(ca.Name())
	if _, err = ca.Write(text); err == nil {
		err = ca.Close()
	}
	if err != nil {
		return fmt.Errorf("cannot keep the certificate: %w", err)
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
	})
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	if err := tell(stdout, listener.Addr(), ca.Name()); err != nil {
		return err
	}
	return serve(ctx, listener, &echo{ctx: ctx, argv: argv, places: make(chan struct{}, places)})
}

func tell(stdout io.Writer, address net.Addr, ca string) error {
	line, err := json.Marshal(process.Ready{
		WS: "wss://" + address.String(), REST: "https://" + address.String(), CAFile: ca,
	})
	if err == nil {
		_, err = fmt.Fprintf(stdout, "%s\n", line)
	}
	if err != nil {
		return fmt.Errorf("cannot print the ready line: %w", err)
	}
	return nil
}

// serve serves until ctx ends; connections that are open are cut.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	var ending sync.WaitGroup
	ending.Go(func() {
		<-ctx.Done()
		_ = server.Close()
	})
	err := server.Serve(listener)
	if ctx.Err() == nil {
		return fmt.Errorf("cannot serve: %w", err)
	}
	ending.Wait()
	return nil
}

// places is how many commands run at once, as with the default of
// sysadm-server's --max-commands.
const places = 8

// An echo answers with a reply of a given size, after one run of the command.
type echo struct {
	ctx    context.Context // for the commands
	argv   []string
	places chan struct{}
}

var upgrader = websocket.Upgrader{}

// ServeHTTP answers a request, or all messages of a WebSocket.
func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Query().Get("reply"))
	if err != nil || n < 0 {
		http.Error(w, "say ?reply=N", http.StatusBadRequest)
		return
	}
	reply := make([]byte, n)
	for i := range reply {
		reply[i] = 'x'
	}
	if websocket.IsWebSocketUpgrade(r) {
		if conn, err := upgrader.Upgrade(w, r, nil); err == nil {
			defer conn.Close()
			e.answerAll(conn, reply)
		}
		return
	}
	_, err = io.Copy(io.Discard, r.Body)
	if err != nil || e.work() != nil {
		http.Error(w, "the command failed", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(n))
	_, _ = w.Write(reply)
}

// answerAll answers until the client leaves or the command fails.
func (e *echo) answerAll(conn *websocket.Conn, reply []byte) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		if e.work() != nil || conn.WriteMessage(websocket.TextMessage, reply) != nil {
			return
		}
	}
}

func (e *echo) work() error {
	if len(e.argv) == 0 {
		return nil
	}
	e.places <- struct{}{}
	defer func() { <-e.places }()
	return Exec(e.ctx, nil, e.argv)
}
