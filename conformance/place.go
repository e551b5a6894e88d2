package conformance

import (
	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
)

// A place is a host where checks are judged: its server, and who attends that.
type place struct {
	server    probe.Server
	attendant *attendant.Attendant
	logins    logins // that plain checks have left to others

	user, password             string
	operator, operatorPassword string
	levers                     string // "" where there are none
}

// newPlace returns one that is kept until it is told to leave.
func newPlace(server probe.Server, e Endpoint) *place {
	return &place{
		server: server, attendant: attendant.New(server, e.User, e.Password),
		user: e.User, password: e.Password, operator: e.Operator, operatorPassword: e.OperatorPassword, levers: e.Levers,
	}
}

// close closes the connections that are kept.
func (p *place) close() {
	p.attendant.Close()
	p.logins.close()
}
