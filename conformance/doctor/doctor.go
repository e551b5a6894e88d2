// Package doctor says what a host lacks for a full run.
package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/attendant"
	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/conformance/internal/preflight"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Finding says whether the host has one of the things that a full run needs.
type Finding struct {
	// Topic is what was looked at: "REST port", "login", "jail".
	Topic string `json:"topic"`

	// OK says that nothing is lacking.
	OK bool `json:"ok"`

	// Text says what was found, Advice what to do where something is lacking.
	Text   string `json:"text"`
	Advice string `json:"advice,omitempty"`

	// Skips is how many checks are skipped because of it.
	Skips int `json:"skips"`
}

// A doctor examines one host by one edition.
type doctor struct {
	*attendant.Attendant
	server   probe.Server
	endpoint conformance.Endpoint
	options  conformance.Options
	edition  edition.Edition
	skips    map[string]int // by need
	findings []Finding
}

// Examine says what a host lacks for a full run by an edition. It changes
// nothing and runs no job. The error says why no run can begin, or why the host
// cannot be examined at all; the findings so far are returned with it.
func Examine(ctx context.Context, o conformance.Options) (findings []Finding, err error) {
	o = o.WithDefaults()
	for _, e := range o.Editions {
		d := doctor{options: o, edition: e}
		if err = d.examine(ctx); err != nil {
			err = errors.Join(err, o.Host.Close())
		}
		for _, f := range d.findings {
			if !slices.Contains(findings, f) {
				findings = append(findings, f)
			}
		}
		if err != nil {
			return findings, err
		}
	}
	return findings, o.Host.Close()
}

func (d *doctor) examine(ctx context.Context) error {
	endpoint, stop, err := d.options.Host.Start(ctx, conformance.Setting{Edition: d.edition, Compat: d.options.Compat})
	if err != nil {
		return err
	}
	config, err := endpoint.TLS()
	if err != nil {
		return err
	}
	d.endpoint = endpoint
	d.server = probe.Server{WS: endpoint.WS, REST: endpoint.REST, TLS: config, Timeout: d.options.Timeout}
	d.Attendant = attendant.New(d.server, endpoint.User, endpoint.Password, d.edition)
	defer d.Close()
	if d.skips, err = d.skipped(); err != nil {
		return err
	}
	if !d.ports(ctx) || !d.login(ctx) {
		return errors.Join(errors.New("cannot judge the host: no run can begin"), stop())
	}
	d.operator(ctx)
	d.passwords()
	d.claimedEdition(ctx)
	d.claimedCompat(ctx)
	d.jobs(ctx)
	d.possessions(ctx)
	d.clock(ctx)
	simulated := d.skips["simulator"] + d.skips["levers"]
	d.has("simulated host", fmt.Sprintf("%d checks set the state of a host or use its levers: they need the simulated host", simulated))
	return stop()
}

// skipped counts the checks of the edition by the first need that the host does
// not meet.
func (d *doctor) skipped() (map[string]int, error) {
	checks, err := d.checks()
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, c := range checks {
		if word, _ := c.Unmet(d.options, d.endpoint); word != "" {
			count[word]++
		}
	}
	return count, nil
}

// checks are those of the edition.
func (d *doctor) checks() ([]conformance.Check, error) {
	return conformance.List(conformance.Options{Editions: []edition.Edition{d.edition}})
}

// has notes that nothing is lacking.
func (d *doctor) has(topic, text string) {
	d.findings = append(d.findings, Finding{Topic: topic, OK: true, Text: text})
}

// lacks notes what is lacking, what to do, and how many checks are skipped because of it.
func (d *doctor) lacks(topic, text, advice string, skips int) {
	d.findings = append(d.findings, Finding{Topic: topic, Text: text, Advice: advice, Skips: skips})
}

// ports looks at both ports, and reports whether one is of use.
func (d *doctor) ports(ctx context.Context) bool {
	webSocket := d.port(ctx, "WebSocket port", "--ws", judge.WebSocket, d.endpoint.WS)
	restPort := d.port(ctx, "REST port", "--rest", judge.REST, d.endpoint.REST)
	return webSocket || restPort
}

func (d *doctor) port(ctx context.Context, topic, flag, need, address string) bool {
	if address == "" {
		d.lacks(topic, "no address was given", "add "+flag, d.skips[need])
		return false
	}
	state, err := d.server.Handshake(ctx, address, 0)
	if err == nil {
		d.has(topic, address+" speaks "+tls.VersionName(state.Version)+"; "+validity(state))
		return true
	}
	every := d.needing(need)
	if probe.IsUnreachable(err) {
		d.lacks(topic, err.Error(), "start the server, and let its port through firewalls", every)
		return false
	}
	d.lacks(topic, err.Error(), d.trust(ctx, address), every)
	return false
}

// needing counts the checks of the edition with a need.
func (d *doctor) needing(need string) (count int) {
	checks, _ := d.checks() // skipped has tried
	for _, c := range checks {
		if slices.Contains(c.Needs, need) {
			count++
		}
	}
	return count
}

// login tries the user on each port that was given.
func (d *doctor) login(ctx context.Context) bool {
	if d.endpoint.User == "" || d.endpoint.Password == "" {
		d.lacks("login", "no user and password were given", "add --user and --password-file", d.needing(judge.WebSocket))
		return false
	}
	user := preflight.User{Name: d.endpoint.User, Password: d.endpoint.Password}
	if err := preflight.Login(ctx, d.server, user); err != nil {
		d.lacks("login", err.Error(), "after some refused logins a server may block this address for a while", d.needing(judge.WebSocket))
		return false
	}
	if _, err := d.Jails(ctx); err != nil {
		d.lacks("login", fmt.Sprintf("user %q can log in, but: %v", d.endpoint.User, err), "the user must be a member of wheel or operator, this address not blocked after refused logins (sysadm-server blocks), and iocage installed on the host", 0)
		return true
	}
	d.has("login", fmt.Sprintf("user %q can log in and list jails", d.endpoint.User))
	return true
}

// operator tries the second user.
func (d *doctor) operator(ctx context.Context) {
	if d.endpoint.Operator == "" {
		d.lacks("operator", "no user without full access was named", "add --operator and --operator-password-file", d.skips["operator"])
		return
	}
	second := preflight.User{Name: d.endpoint.Operator, Password: d.endpoint.OperatorPassword}
	if err := preflight.Login(ctx, d.server, second); err != nil {
		d.lacks("operator", err.Error(), "check --operator and its password", d.needing("operator"))
		return
	}
	d.has("operator", fmt.Sprintf("user %q can log in", second.Name))
}
