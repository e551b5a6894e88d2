package harness

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// Hosts are those that a simulator serves in one process. It takes orders on stdin
// and answers on stdout, each a line of JSON.
type Hosts struct {
	*Process
	orders io.Writer

	mu      sync.Mutex                 // of orders, too
	count   int                        // of hosts started so far
	answers map[string]chan hostAnswer // of hosts that are being started
	failed  error                      // of the first host that did not end well
	ended   error                      // why there are no more answers
	over    chan struct{}              // closed then
}

// hostAnswer is the first line about a host, or the last one. One that names no
// host says that an order was not understood.
type hostAnswer struct {
	Ready
	Host  string `json:"host"`
	Ended bool   `json:"ended"`
	Error string `json:"error"`
}

// An Order asks for a host, or ends one. The members are flags of sysadm-sim: Faults is
// one of a whole process.
type Order struct {
	Compat         string `json:"compat,omitempty"`
	Documented     string `json:"documented,omitempty"`
	Edition        string `json:"edition,omitempty"`
	End            string `json:"end,omitempty"` // the name of the host
	Faults         string `json:"-"`             // of a host in a process of its own
	ManagementAddr string `json:"management_addr,omitempty"`
	RESTAddr       string `json:"rest_addr,omitempty"`
	Start          string `json:"start,omitempty"` // the name of the host
	WSAddr         string `json:"ws_addr,omitempty"`
}

// StartHosts starts a program. It returns nil if that does not serve many hosts: it
// knows no such flag, or takes no notice of it.
func StartHosts(ctx context.Context, env []string, path string) *Hosts {
	m := &Hosts{
		Process: newProcess(env, path, "serve", "--hosts", "-"),
		answers: map[string]chan hostAnswer{}, over: make(chan struct{}),
	}
	m.follow = m.read
	var err error
	if m.orders, err = m.cmd.StdinPipe(); err != nil {
		return nil
	}
	if m.Process.start(ctx) != nil {
		return nil
	}
	if !m.Ready.Hosts {
		_ = m.Stop() // it was not asked for what it serves
		return nil
	}
	return m
}

// read hands the first answer about a host to who waits for it, and looks at the
// last one.
func (m *Hosts) read(stdout *bufio.Reader) {
	in := json.NewDecoder(stdout)
	for {
		var a hostAnswer
		err := in.Decode(&a)
		switch {
		case errors.Is(err, io.EOF):
			m.end(errors.New("it ended by itself"))
			return
		case err == nil && a.Host == "":
			err = errors.New(a.Error)
		}
		if err != nil {
			m.end(err)
			discard(stdout)
			return
		}
		m.take(a)
	}
}

func (m *Hosts) take(a hostAnswer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if wanted := m.answers[a.Host]; wanted != nil {
		delete(m.answers, a.Host)
		wanted <- a // has room for it
		return
	}
	if a.Ended && a.Error != "" && m.failed == nil {
		m.failed = fmt.Errorf("a simulated host did not end well: %s", a.Error)
	}
}

// end tells everybody who waits that no answer will come.
func (m *Hosts) end(why error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended = fmt.Errorf("%s serves no more hosts: %w", m.cmd.Path, why)
	for _, wanted := range m.answers {
		close(wanted)
	}
	m.answers = map[string]chan hostAnswer{}
	close(m.over)
}

// Start has a host started, in which Start and End are left out, and waits until
// it is ready.
func (m *Hosts) Start(ctx context.Context, o Order) (Ready, func() error, error) {
	name, answer, err := m.ask(o)
	if err != nil {
		return Ready{}, nil, err
	}
	a, err := m.await(ctx, answer)
	if err == nil && a.Ended {
		return Ready{}, nil, fmt.Errorf("cannot start a simulated host: %s", a.Error)
	}
	stop := func() error { return m.stopHost(name) }
	if err != nil {
		return Ready{}, nil, errors.Join(err, stop())
	}
	return a.Ready, stop, nil
}

// ask writes the order for a host and says where its first answer will be.
func (m *Hosts) ask(o Order) (name string, answer chan hostAnswer, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended != nil {
		return "", nil, fmt.Errorf("%w%s", m.ended, m.stderr.quoted())
	}
	m.count++
	name, answer = strconv.Itoa(m.count), make(chan hostAnswer, 1)
	m.answers[name] = answer
	o.Start = name
	return name, answer, m.order(o)
}

// order writes an order; the caller holds the lock.
func (m *Hosts) order(o Order) error {
	if err := json.NewEncoder(m.orders).Encode(o); err != nil {
		return fmt.Errorf("cannot ask %s for a host: %w%s", m.cmd.Path, err, m.stderr.quoted())
	}
	return nil
}

func (m *Hosts) await(ctx context.Context, answer chan hostAnswer) (hostAnswer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, readyLimit, fmt.Errorf("%s did not answer within %v", m.cmd.Path, readyLimit))
	defer cancel()
	select {
	case a, more := <-answer:
		if !more {
			m.mu.Lock()
			defer m.mu.Unlock()
			return a, fmt.Errorf("%w%s", m.ended, m.stderr.quoted())
		}
		return a, nil
	case <-ctx.Done():
		return hostAnswer{}, context.Cause(ctx)
	}
}

// stopHost has a host end, which takes its time while others are judged: Stop waits
// for it.
func (m *Hosts) stopHost(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.answers, name)
	if m.ended != nil {
		return m.ended
	}
	return m.order(Order{End: name})
}

// Stop ends all hosts and waits until the program has told what became of them.
func (m *Hosts) Stop() error {
	_ = m.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-m.over:
	case <-time.After(endLimit):
	}
	err := m.Process.Stop()
	m.mu.Lock()
	defer m.mu.Unlock()
	return errors.Join(m.failed, err)
}
