package server

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"github.com/sysadm-go/sysadm/server/internal/action"
	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/logbook"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Server serves both transports of one host.
type Server struct {
	options  Options
	ws, rest net.Listener
	router   *rpc.Router
	events   *event.Hub
	sessions roster
	book     *logbook.Book

	certificate *certificate
}

// Ready is what a server tells the world when it accepts connections; as JSON
// it is the ready line.
type Ready struct {
	WS     string `json:"ws"`      // wss://host:port
	REST   string `json:"rest"`    // https://host:port
	CAFile string `json:"ca_file"` // the certificate to trust
	PID    int    `json:"pid"`
}

// New binds the listeners, loads or makes the certificate and reads the users.
// Its errors say what to do.
func New(o Options) (*Server, error) {
	o = o.withDefaults()
	if err := o.Limits.check(); err != nil {
		return nil, err
	}
	o, err := o.findFiles()
	if err != nil {
		return nil, err
	}
	if err := makeStateDir(o.StateDir); err != nil {
		return nil, err
	}
	book, err := openBook(o)
	if err != nil {
		return nil, err
	}
	router, err := newRouter(o, book)
	if err != nil {
		return nil, err
	}
	if err := ensurePair(o.TLSCert, o.TLSKey, o.Logger); err != nil {
		return nil, err
	}
	pair, err := loadCertificate(o.TLSCert, o.TLSKey, o.Logger)
	if err != nil {
		return nil, err
	}
	if o.ZPool == nil {
		o.ZPool = iocage.Exec{Program: cmp.Or(o.ZPoolProgram, "zpool")}
	}
	s := &Server{options: o, certificate: pair, router: router, book: book}
	s.events = &event.Hub{Empty: o.Compat.EmptyEvents, Watch: s.keepEvent}
	if err := s.listen(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Server) listen() (err error) {
	if s.ws, err = net.Listen("tcp", s.options.WSAddr); err != nil {
		return fmt.Errorf("cannot listen for WebSocket connections: %v: choose another address with --ws-addr", err)
	}
	if s.rest, err = net.Listen("tcp", s.options.RESTAddr); err != nil {
		return errors.Join(
			fmt.Errorf("cannot listen for REST requests: %v: choose another address with --rest-addr", err),
			s.ws.Close())
	}
	return nil
}

// Close gives up a server that is not to be served after all.
func (s *Server) Close() error { return errors.Join(s.ws.Close(), s.rest.Close()) }

func newRouter(o Options, book *logbook.Book) (*rpc.Router, error) {
	logins, err := newLogins(o, hostInfo{book.Writer(logbook.HostInfo)})
	if err != nil {
		return nil, err
	}
	host := &action.Host{Hostname: os.Hostname, Edition: o.Edition, Compat: o.Compat, Logins: logins, Logs: book}
	runner := o.Runner
	if runner == nil {
		program := findIocage(o.Iocage, o.Logger)
		runner, host.HasIOCage = program, program.Available
	}
	host.IOCage = iocage.New(runner, iocage.Options{
		Compat:   o.Compat,
		Timeout:  o.CommandTimeout,
		Commands: o.MaxCommands,
		Logger:   o.Logger,
	})
	return &rpc.Router{
		Classes: host.Table(),
		Logins:  logins,
		Compat:  o.Compat,
		Logger:  o.Logger,
		Bounds:  o.bounds(),
	}, nil
}

// Reload loads the certificate again; if that cannot be, the one loaded before
// stays. A server notices by itself when the files have changed, but later.
func (s *Server) Reload() error { return s.certificate.reload() }

// Ready tells where the server is. A server that listens on all addresses names
// the loopback one.
func (s *Server) Ready() Ready {
	ca, err := filepath.Abs(s.options.TLSCert)
	if err != nil {
		ca = s.options.TLSCert
	}
	return Ready{
		WS:     "wss://" + dialable(s.ws.Addr()),
		REST:   "https://" + dialable(s.rest.Addr()),
		CAFile: ca,
		PID:    os.Getpid(),
	}
}

func dialable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	return net.JoinHostPort("127.0.0.1", fmt.Sprint(tcp.Port))
}
