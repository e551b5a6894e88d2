package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"github.com/sysadm-go/sysadm/server/internal/action"
	"github.com/sysadm-go/sysadm/server/internal/crew"
	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/peer"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Server serves both transports of one host.
type Server struct {
	options  Options
	ws, rest net.Listener
	router   *rpc.Router
	events   *event.Hub
	jobs     *job.Dispatcher
	sessions roster
	crew     *crew.Crew
	witnesses

	certificate      *Certificate
	wsGate, restGate *peer.Gate
	admin            net.Listener // nil: not enabled
}

// Ready describes a server that accepts connections; as JSON it is the ready
// line.
type Ready struct {
	WS     string `json:"ws"`      // wss://host:port
	REST   string `json:"rest"`    // https://host:port
	CAFile string `json:"ca_file"` // the certificate to trust
	PID    int    `json:"pid"`

	// Admin is the address of health checks and metrics, http://host:port.
	Admin string `json:"admin,omitempty"`
}

// New binds the listeners, loads or makes the certificate and reads the users.
// Its errors say what to do.
func New(o Options) (*Server, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	w, err := openWitnesses(o)
	if err != nil {
		return nil, err
	}
	s := &Server{options: o, witnesses: w, crew: crew.New()}
	if err := s.open(); err != nil {
		_ = w.close()
		return nil, err
	}
	return s, nil
}

// complete fills in zero values and makes the state folder.
func (o Options) complete() (Options, error) {
	o = o.withDefaults()
	if err := o.Limits.check(); err != nil {
		return o, err
	}
	if o.ZPool == nil {
		o.ZPool = iocage.Exec{Program: cmp.Or(o.ZPoolProgram, "zpool")}
	}
	o.ZPool = &iocage.Single{Runner: o.ZPool} // zpool hangs if a pool is suspended
	if o.Runner == nil {
		o.Runner = findIocage(o)
	}
	o, err := o.findFiles()
	if err != nil {
		return o, err
	}
	return o, makeStateDir(o.StateDir)
}

// open makes the parts that answer, and then opens the host to connections.
func (s *Server) open() error {
	o := s.options
	s.events = &event.Hub{Empty: o.Compat.EmptyEvents, Held: o.MaxEvents / 2, Watch: s.keepEvent}
	host, err := newHost(o, s.witnesses, s.events, s.crew)
	if err != nil {
		return err
	}
	s.router, s.jobs = newRouter(host, o, s.witnesses), host.Jobs
	if s.certificate = o.Certificate; s.certificate == nil {
		if s.certificate, err = OpenCertificate(o.TLSCert, o.TLSKey, o.Logger); err != nil {
			return err
		}
	}
	s.wsGate, s.restGate = newGate(o), newGate(o)
	s.meters.addServer(s)
	if err := s.listen(); err != nil {
		return err
	}
	s.started()
	if err := s.jobs.Recall(); err != nil {
		return errors.Join(err, s.closeListeners())
	}
	return nil
}

func (s *Server) listen() (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, s.closeListeners())
		}
	}()
	if s.ws, err = net.Listen("tcp", s.options.WSAddr); err != nil {
		return fmt.Errorf("cannot listen for WebSocket connections: %v: choose another address with --ws-addr", err)
	}
	if s.rest, err = net.Listen("tcp", s.options.RESTAddr); err != nil {
		return fmt.Errorf("cannot listen for REST requests: %v: choose another address with --rest-addr", err)
	}
	s.admin, err = listenAdmin(s.options)
	return err
}

// closeListeners closes the existing listeners.
func (s *Server) closeListeners() (err error) {
	for _, l := range []net.Listener{s.ws, s.rest, s.admin} {
		if l != nil {
			err = errors.Join(err, l.Close())
		}
	}
	return err
}

// Close releases a server on which Serve was not called.
func (s *Server) Close() error {
	s.jobs.Stop(context.Background()) // no job runs
	s.stopped()
	return errors.Join(s.closeListeners(), s.witnesses.close())
}

// newHost returns the host on which the actions work.
func newHost(o Options, w witnesses, events *event.Hub, c *crew.Crew) (*action.Host, error) {
	logins, err := newLogins(o, w.login)
	if err != nil {
		return nil, err
	}
	host := &action.Host{
		Hostname: os.Hostname, Edition: o.Edition, Compat: o.Compat,
		Logins: logins, Logs: w.book, Events: events, Logger: o.Logger,
		RefuseJobs: o.RefuseJobs, JobPrograms: o.JobPrograms,
	}
	jobs := job.Exec{Grace: o.JobGrace}
	if program, real := o.Runner.(iocage.Exec); real {
		host.HasIOCage, jobs.Iocage = program.Available, program.Command
	}
	useIocage(host, w.meters.runner(o.Runner), o, c)
	host.Jobs = newJobs(o, jobs, func(j job.Job) {
		w.job(j)
		host.TellJob(j)
	})
	return host, nil
}

// useIocage gives the host the client of its edition's iocage.
func useIocage(host *action.Host, r Runner, o Options, c *crew.Crew) {
	options := iocage.Options{
		Edition:  o.Edition,
		Compat:   o.Compat,
		Timeout:  o.CommandTimeout,
		Commands: o.MaxCommands,
		Crew:     c,
		Logger:   o.Logger,
	}
	if o.Edition.Dialect.Python {
		host.Python = iocage.NewPython(r, options)
		host.Iocage = host.Python
	} else {
		host.Shell = iocage.New(r, options)
		host.Iocage = host.Shell
	}
}

func newRouter(host *action.Host, o Options, w witnesses) *rpc.Router {
	return &rpc.Router{
		Classes: host.Table(),
		Logins:  host.Logins,
		Compat:  o.Compat,
		Logger:  o.Logger,
		Witness: w.ofRequests(),
		Bounds:  o.bounds(),
	}
}

// Reload opens the certificate and the audit log again; a file that cannot be
// opened stays as it was. A server also notices changed files by itself, but
// later.
func (s *Server) Reload() error { return errors.Join(s.certificate.reload(), s.witnesses.reopen()) }

// Ready returns the addresses of the server. A server that listens on all
// addresses names the loopback one.
func (s *Server) Ready() Ready {
	ca, err := filepath.Abs(s.certificate.cert.Path)
	if err != nil {
		ca = s.certificate.cert.Path
	}
	return Ready{
		WS:     "wss://" + dialable(s.ws.Addr()),
		REST:   "https://" + dialable(s.rest.Addr()),
		CAFile: ca,
		PID:    os.Getpid(),
		Admin:  adminURL(s.admin),
	}
}

func dialable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	return net.JoinHostPort("127.0.0.1", fmt.Sprint(tcp.Port))
}
