package server

import "runtime"

// spared is what a server lets lie about before the garbage collector runs, in
// bytes: beside as much as it uses, which is the collector's own measure, and a
// few MiB only.
const spared = 8 << 20

// SpareCollector has a process that serves collect garbage less often, until the
// function that it returns is called. Memory that is never written to takes none
// of the machine's; but the collector counts it as in use.
func SpareCollector() (end func()) {
	unused := make([]byte, spared)
	return func() { runtime.KeepAlive(unused) }
}
