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
	"time"
)

// manyHosts is a simulator that serves many hosts in one process. It takes
// orders on stdin and answers on stdout, each a line of JSON.
type manyHosts struct {
	*process
	orders io.Writer

	mu      sync.Mutex // of orders, too
	count   int        // of hosts started so far
	answers map[string]chan hostAnswer
	ended   error // why there are no more answers
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
	m := &manyHosts{process: newProcess(throwaway(), path, "serve", "--hosts", "-"), answers: map[string]chan hostAnswer{}}
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

// read hands each answer to who waits for it.
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
		m.mu.Lock()
		if wanted := m.answers[a.Host]; wanted != nil {
			wanted <- a // has room for the first answer and the last one
		}
		m.mu.Unlock()
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
}

// start has a host started and waits until it is ready.
func (m *manyHosts) start(ctx context.Context, set Setting) (Endpoint, func() error, error) {
	name, answers, err := m.ask(set)
	if err != nil {
		return Endpoint{}, nil, err
	}
	a, err := m.await(ctx, answers, readyLimit)
	if err == nil && a.Ended {
		m.forget(name)
		return Endpoint{}, nil, fmt.Errorf("cannot start a simulated host: %s", a.Error)
	}
	stop := func() error { return m.stopHost(name, answers) }
	if err != nil {
		return Endpoint{}, nil, errors.Join(err, stop())
	}
	return a.endpoint(Endpoint{}), stop, nil
}

// ask writes the order for a host and says where its answers will be.
func (m *manyHosts) ask(set Setting) (name string, answers chan hostAnswer, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended != nil {
		return "", nil, fmt.Errorf("%w%s", m.ended, m.stderr.quoted())
	}
	m.count++
	name, answers = strconv.Itoa(m.count), make(chan hostAnswer, 2)
	m.answers[name] = answers
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
	return name, answers, m.order(order)
}

// order writes an order; the caller holds the lock.
func (m *manyHosts) order(order map[string]string) error {
	if err := json.NewEncoder(m.orders).Encode(order); err != nil {
		return fmt.Errorf("cannot ask %s for a host: %w%s", m.cmd.Path, err, m.stderr.quoted())
	}
	return nil
}

func (m *manyHosts) await(ctx context.Context, answers chan hostAnswer, limit time.Duration) (hostAnswer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("%s did not answer within %v", m.cmd.Path, limit))
	defer cancel()
	select {
	case a, more := <-answers:
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

// stopHost ends a host and waits until it has ended. It has time of its own.
func (m *manyHosts) stopHost(name string, answers chan hostAnswer) error {
	defer m.forget(name)
	m.mu.Lock()
	err := m.ended
	if err == nil {
		err = m.order(map[string]string{"end": name})
	}
	m.mu.Unlock()
	if err != nil {
		return err
	}
	for {
		a, err := m.await(context.Background(), answers, endLimit)
		if err != nil {
			return err
		}
		if a.Ended && a.Error != "" {
			return fmt.Errorf("a simulated host did not end well: %s", a.Error)
		}
		if a.Ended {
			return nil
		}
	}
}

func (m *manyHosts) forget(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.answers, name)
}
