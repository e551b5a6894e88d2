package conformance_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
)

// rightSims is the right server as a program that serves many hosts, each in
// the way of rightSim. The environment variable WRONG names a way in which it
// does not do what it is told, and ENDS says what goes wrong at the end of each.
// What it is told goes to the file ORDERS. LEVERS=none leaves those out.
func rightSims() {
	if !slices.Equal(os.Args[1:], []string{"serve", "--hosts", "-"}) {
		fmt.Fprintln(os.Stderr, "this one serves many hosts only")
		os.Exit(1)
	}
	dir, _ := os.MkdirTemp("", "right-sims-")
	tell := func(members map[string]any) { _ = json.NewEncoder(os.Stdout).Encode(members) }
	var mu sync.Mutex
	stops := map[string]func() error{}
	end := func(name string) {
		_ = stops[name]()
		delete(stops, name)
		tell(map[string]any{"host": name, "ended": true, "error": os.Getenv("ENDS")})
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		<-signals
		mu.Lock()
		for name := range stops {
			end(name)
		}
		_ = os.RemoveAll(dir)
		os.Exit(0)
	}()
	obey := func(start, stop, edition, documented string, levers bool) {
		mu.Lock()
		defer mu.Unlock()
		if stops[stop] != nil {
			end(stop)
			return
		}
		ready, stopped, err := startRight(dir, edition, documented, levers)
		if err != nil {
			os.Exit(3)
		}
		stops[start], ready["host"] = stopped, start
		tell(ready)
	}
	tell(map[string]any{"hosts": true})
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var o struct {
			Start, End, Edition, Documented string

			Levers string `json:"management_addr"`
		}
		_ = json.Unmarshal(in.Bytes(), &o)
		noteOrder(in.Bytes())
		if wrong := os.Getenv("WRONG"); wrong != "" && o.Start != "1" {
			wrongSims[wrong](o.Start+o.End, tell)
			continue
		}
		obey(o.Start, o.End, o.Edition, o.Documented, o.Levers != "" && os.Getenv("LEVERS") != "none")
	}
}

func noteOrder(line []byte) {
	orders, err := os.OpenFile(os.Getenv("ORDERS"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		defer orders.Close()
		_, _ = orders.Write(append(line, '\n'))
	}
}

// wrongSims are the ways, after the first host.
var wrongSims = map[string]func(name string, tell func(map[string]any)){
	"fails": func(name string, tell func(map[string]any)) {
		tell(map[string]any{"host": name, "ended": true, "error": "there are no more ports"})
	},
	"refuses": func(_ string, tell func(map[string]any)) {
		tell(map[string]any{"error": "line 2: there are only single hosts"})
	},
	"babbles": func(string, func(map[string]any)) { fmt.Println("Listening…") },
	"dies": func(string, func(map[string]any)) {
		fmt.Fprintln(os.Stderr, "panic: no more hosts")
		os.Exit(2)
	},
}
