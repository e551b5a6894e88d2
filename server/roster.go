package server

import "sync"

// A roster counts sessions, so that a server can wait for those that
// http.Server forgets once they are WebSocket connections.
type roster struct {
	mu     sync.Mutex
	closed bool
	wg     sync.WaitGroup
}

// enter counts one session in, or returns false if the roster is closed.
func (r *roster) enter() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.wg.Add(1)
	}
	return !r.closed
}

func (r *roster) leave() { r.wg.Done() }

// host begins a session in its own goroutine. It is called between enter and
// leave of the goroutine that made the connection, and counts the session in
// addition, until the session calls end.
func (r *roster) host(session func(end func())) {
	r.wg.Add(1)
	go session(r.wg.Done)
}

// close admits no more sessions and waits until all have left.
func (r *roster) close() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.wg.Wait()
}
