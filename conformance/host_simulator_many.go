package conformance

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// manyHosts is a simulator that serves many hosts in one process. It takes
// orders on stdin and answers on stdout, each a line of JSON.
type manyHosts struct {
	*process
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
	readyLine
	Host  string `json:"host"`
	Ended bool   `json:"ended"`
	Error string `json:"error"`
}

// startMany returns nil if the program does not serve many hosts: it knows no
// such flag, or takes no notice of it.
func startMany(ctx context.Context, path string) *manyHosts {
	m := &manyHosts{
		process: newProcess(throwaway(), path, "serve", "--hosts", "-"),
		answers: map[string]chan hostAnswer{}, over: make(chan struct{}),
	}
	m.follow = m.read
	var err error
	if m.orders, err = m.cmd.StdinPipe(); err != nil {
		return nil
	}
	if m.process.start(ctx) != nil {
		return nil
	}
	if !m.ready.Hosts {
		_ = m.stop() // it was not asked for what it serves
		return nil
	}
	return m
}

// throwaway is the environment of a simulator whose hosts come and go: their
// files are in memory, and it collects garbage less often.
func throwaway() (env []string) {
	if dir := scratchFolder(); dir != "" {
		env = append(env, "TMPDIR="+dir)
	}
	if os.Getenv("GOGC") == "" {
		env = append(env, "GOGC=400")
	}
	return env
}

// read hands the first answer about a host to who waits for it, and looks at the
// last one.
func (m *manyHosts) read(stdout *bufio.Reader) {
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

func (m *manyHosts) take(a hostAnswer) {
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
func (m *manyHosts) end(why error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended = fmt.Errorf("%s serves no more hosts: %w", m.cmd.Path, why)
	for _, wanted := range m.answers {
		close(wanted)
	}
	m.answers = map[string]chan hostAnswer{}
	close(m.over)
}

// start has a host started and waits until it is ready.
func (m *manyHosts) start(ctx context.Context, set Setting) (Endpoint, func() error, error) {
	name, answer, err := m.ask(set)
	if err != nil {
		return Endpoint{}, nil, err
	}
	a, err := m.await(ctx, answer)
	if err == nil && a.Ended {
		return Endpoint{}, nil, fmt.Errorf("cannot start a simulated host: %s", a.Error)
	}
	stop := func() error { return m.stopHost(name) }
	if err != nil {
		return Endpoint{}, nil, errors.Join(err, stop())
	}
	return a.endpoint(Endpoint{}), stop, nil
}

// ask writes the order for a host and says where its first answer will be.
func (m *manyHosts) ask(set Setting) (name string, answer chan hostAnswer, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended != nil {
		return "", nil, fmt.Errorf("%w%s", m.ended, m.stderr.quoted())
	}
	m.count++
	name, answer = strconv.Itoa(m.count), make(chan hostAnswer, 1)
	m.answers[name] = answer
	order := map[string]string{"start": name, "edition": set.Edition.Name, "compat": set.Compat.Name}
	if set.Documented != "" {
		order["documented"] = set.Documented
	}
	if set.Levers {
		order["management_addr"] = anyPort
	}
	if set.Outside {
		order["ws_addr"], order["rest_addr"] = outsidePort(), outsidePort()
	}
	return name, answer, m.order(order)
}

// order writes an order; the caller holds the lock.
func (m *manyHosts) order(order map[string]string) error {
	if err := json.NewEncoder(m.orders).Encode(order); err != nil {
		return fmt.Errorf("cannot ask %s for a host: %w%s", m.cmd.Path, err, m.stderr.quoted())
	}
	return nil
}

func (m *manyHosts) await(ctx context.Context, answer chan hostAnswer) (hostAnswer, error) {
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

// stopHost has a host end, which takes its time while others are judged: stop waits
// for it.
func (m *manyHosts) stopHost(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.answers, name)
	if m.ended != nil {
		return m.ended
	}
	return m.order(map[string]string{"end": name})
}

// stop ends all hosts and waits until the program has told what became of them.
func (m *manyHosts) stop() error {
	_ = m.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-m.over:
	case <-time.After(endLimit):
	}
	err := m.process.stop()
	m.mu.Lock()
	defer m.mu.Unlock()
	return errors.Join(m.failed, err)
}
