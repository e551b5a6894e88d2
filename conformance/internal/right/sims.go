package right

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// Sims is the right server as a program that serves many hosts, each in the way
// of Sim; it returns the exit status. The environment variable WRONG names a way
// in which it does not do what it is told, and ENDS says what goes wrong at the
// end of each host. What it is told goes to the file ORDERS. LEVERS=none leaves
// those out.
func Sims(args []string) int {
	if !slices.Equal(args, []string{"serve", "--hosts", "-"}) {
		fmt.Fprintln(os.Stderr, "this one serves many hosts only")
		return 1
	}
	dir, _ := os.MkdirTemp("", "right-sims-")
	defer os.RemoveAll(dir)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	hosts, lines := simHosts{dir: dir, stops: map[string]func() error{}}, linesOf(os.Stdin)
	tell(object{"hosts": true})
	for {
		select {
		case <-signals:
			hosts.endAll()
			return 0
		case line, more := <-lines:
			if !more {
				return 0
			}
			if status := hosts.obey(line); status != 0 {
				return status
			}
		}
	}
}

// linesOf reads lines until there are no more.
func linesOf(r io.Reader) <-chan []byte {
	lines := make(chan []byte)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(r); in.Scan(); {
			lines <- slices.Clone(in.Bytes())
		}
	}()
	return lines
}

// tell prints a line of JSON.
func tell(members object) { _ = json.NewEncoder(os.Stdout).Encode(members) }

// simHosts are the hosts that run, by name.
type simHosts struct {
	dir   string
	stops map[string]func() error
}

// An order starts a host or ends one.
type order struct {
	Start, End, Edition, Documented string

	Levers string `json:"management_addr"`
}

// obey does what a line says. The status is 0 if the program goes on.
func (h simHosts) obey(line []byte) (status int) {
	var o order
	_ = json.Unmarshal(line, &o)
	noteOrder(line)
	if wrong := os.Getenv("WRONG"); wrong != "" && o.Start != "1" {
		return wrongSims[wrong](o.Start + o.End)
	}
	if h.stops[o.End] != nil {
		h.end(o.End)
		return 0
	}
	return h.start(o)
}

func (h simHosts) start(o order) (status int) {
	ready, stop, err := startSim(h.dir, o.Edition, o.Documented, o.Levers != "" && os.Getenv("LEVERS") != "none")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	h.stops[o.Start], ready["host"] = stop, o.Start
	tell(ready)
	return 0
}

func (h simHosts) end(name string) {
	_ = h.stops[name]()
	delete(h.stops, name)
	tell(object{"host": name, "ended": true, "error": os.Getenv("ENDS")})
}

func (h simHosts) endAll() {
	for name := range h.stops {
		h.end(name)
	}
}

func noteOrder(line []byte) {
	orders, err := os.OpenFile(os.Getenv("ORDERS"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		defer orders.Close()
		_, _ = orders.Write(append(line, '\n'))
	}
}

// wrongSims are the ways, after the first host, with the status that the program
// ends with, or 0.
var wrongSims = map[string]func(name string) int{
	"fails": func(name string) int {
		tell(object{"host": name, "ended": true, "error": "there are no more ports"})
		return 0
	},
	"refuses": func(string) int {
		tell(object{"error": "line 2: there are only single hosts"})
		return 0
	},
	"babbles": func(string) int { fmt.Println("Listening…"); return 0 },
	"dies": func(string) int {
		fmt.Fprintln(os.Stderr, "panic: no more hosts")
		return 2
	},
}
