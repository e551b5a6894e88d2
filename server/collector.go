package server

import "runtime"

// ballast is how much more garbage may lie about before it is collected, in bytes.
// The collector runs when the heap is twice what is in use, or 4 MiB (runtime, GOGC),
// and a server at rest uses so little that it would run for every few MiB of requests.
const ballast = 8 << 20

// SpareCollector has a process that serves collect garbage less often, until the
// function that it returns is called. It holds memory that is never written to: the
// collector counts it as in use, and the system has no page to give for it.
func SpareCollector() (end func()) {
	unused := make([]byte, ballast)
	return func() { runtime.KeepAlive(unused) }
}
