package server

import "runtime"

// ballast is how much additional garbage may exist before a collection, in
// bytes. The collector runs when the heap is twice what is in use, or 4 MiB
// (runtime, GOGC). A server at rest uses so little that the collector would run
// for every few MiB of requests.
const ballast = 8 << 20

// SpareCollector makes the process collect garbage less often, until the
// function that it returns is called. It allocates memory that is never written
// to: the collector counts it as in use, but the system needs no pages for it.
func SpareCollector() (end func()) {
	unused := make([]byte, ballast)
	return func() { runtime.KeepAlive(unused) }
}
