package main

import (
	"io"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// A lever is one way to inspect or change an imitated host: on the command line
// for a state folder, and on the management port of a host that is served.
type lever struct {
	// words are the command, and the path: "clock set" is /clock/set.
	words string

	// operands names the operands after the words; there must be between min
	// and max.
	operands string
	min, max int

	// content names a file. The command line reads it (- is stdin); at the port
	// it is the body of the request. Empty means that there is none.
	content string

	// schema is the JSON Schema of content, which --schema prints.
	schema []byte

	// output names a file for the answer on the command line.
	output string

	// flags are the names of its flags, besides --state.
	flags []string

	summary string

	// asks says that the lever changes nothing: GET at the port, otherwise
	// POST.
	asks bool

	// do applies the lever. The answer is nil, bytes to pass on unchanged, or a
	// value to show as JSON.
	do func(*fakeiocage.Host, input) (any, error)

	// text prints the answer for people; nil means that they get JSON, too.
	text func(w io.Writer, answer any)
}

// An input is the input of a lever.
type input struct {
	operands []string
	content  []byte
	source   string          // where content comes from
	initial  fakeiocage.Seed // the state that reset restores
	times    int             // calls expect; negative: at least once
	number   *uint64         // seed and reset; nil: none
}

// levers are all levers in the order of the manual.
func levers() []lever {
	return []lever{
		{words: "seed", content: "HOST", flags: []string{"schema", "seed-number"}, schema: fakeiocage.SeedSchema, do: seed,
			summary: "Make a new state from the description of a host, JSON or YAML"},
		{words: "show", asks: true, do: show,
			summary: "Print the present state in the format that seed reads"},
		{words: "reset", flags: []string{"seed-number"}, do: reset,
			summary: "Return the state to that of a new host"},
		{words: "snapshot", operands: "NAME", min: 1, max: 1, do: snapshot,
			summary: "Keep the present state under a name"},
		{words: "snapshot list", asks: true, do: snapshotList, text: printNames,
			summary: "Print the names of the snapshots"},
		{words: "snapshot remove", operands: "NAME", min: 1, max: 1, do: snapshotRemove,
			summary: "Delete a snapshot"},
		{words: "restore", operands: "NAME", min: 1, max: 1, do: restore,
			summary: "Go back to a snapshot"},
		{words: "export", output: "FILE", asks: true, do: export,
			summary: "Write the whole state to a file: host, clock, faults, snapshots"},
		{words: "import", content: "FILE", do: importState,
			summary: "Replace the whole state with an exported one"},
		{words: "calls", flags: []string{"json"}, asks: true, do: callsMade, text: printCalls,
			summary: "Print what was run on the host"},
		{words: "calls clear", do: callsClear,
			summary: "Delete the record of calls"},
		{words: "calls expect", operands: "ARG...", min: 1, max: many, flags: []string{"times"}, asks: true, do: callsExpect,
			summary: "Fail unless a call was made; in an ARG * matches any text and ? any character; a last ... matches any further arguments"},
		{words: "clock", flags: []string{"json"}, asks: true, do: clock, text: printClock,
			summary: "Print the host's time"},
		{words: "clock set", operands: "TIME", min: 1, max: 1, do: clockSet,
			summary: "Set the host's clock, for example to 2016-02-05T12:00:00Z"},
		{words: "clock advance", operands: "DURATION", min: 1, max: 1, do: clockAdvance,
			summary: "Move the host's clock forward, for example by 90s or 24h; a negative time moves it back"},
		{words: "clock freeze", do: clockFreeze,
			summary: "Stop the host's clock"},
		{words: "clock run", do: clockRun,
			summary: "Start the host's clock again"},
		{words: "fault", flags: []string{"json"}, asks: true, do: faults, text: printFaults,
			summary: "Print the faults and how often each struck"},
		{words: "fault add", content: "FAULTS", flags: []string{"schema"}, schema: fakeiocage.FaultsSchema, do: faultAdd,
			summary: "Add the faults in a file, JSON or YAML"},
		{words: "fault clear", operands: "[NAME...]", max: many, do: faultClear,
			summary: "Remove the named faults, or all"},
		{words: "fault effects", asks: true, do: faultEffects, text: printEffects,
			summary: "Print what faults can do"},
	}
}

// many is the limit for levers with any number of operands.
const many = 1000
