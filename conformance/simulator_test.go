package conformance_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// rightSims is the right server as a program that serves many hosts, each in
// the way of rightSim. The environment variable WRONG names a way in which it
// does not do what it is told.
func rightSims() {
	if !slices.Equal(os.Args[1:], []string{"serve", "--hosts", "-"}) {
		fmt.Fprintln(os.Stderr, "this one serves many hosts only")
		os.Exit(1)
	}
	dir, _ := os.MkdirTemp("", "right-sims-")
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM)
	go func() {
		<-end
		_ = os.RemoveAll(dir)
		os.Exit(0)
	}()
	tell := func(members map[string]any) { _ = json.NewEncoder(os.Stdout).Encode(members) }
	tell(map[string]any{"hosts": true})
	stops := map[string]func() error{}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var o struct{ Start, End, Edition, Documented string }
		_ = json.Unmarshal(in.Bytes(), &o)
		if wrong := os.Getenv("WRONG"); wrong != "" && o.Start != "1" {
			wrongSims[wrong](o.Start+o.End, tell)
			continue
		}
		if stop := stops[o.End]; stop != nil {
			_ = stop()
			tell(map[string]any{"host": o.End, "ended": true})
			continue
		}
		ready, stop, err := startRight(dir, o.Edition, o.Documented)
		if err != nil {
			os.Exit(3)
		}
		stops[o.Start], ready["host"] = stop, o.Start
		tell(ready)
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
