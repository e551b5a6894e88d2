package fault

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// An Effect is one way in which a call goes wrong.
type Effect struct {
	// Summary says what it does, for people.
	Summary string

	// Members are those members of a Fault that it takes.
	Members []string

	// Commands are the subcommands that it can befall; nil: all.
	Commands []string

	// add puts the effect into what happens to the call.
	add func(*Plan, Fault, Call)
}

// Effects are all effects by name. Few runs of the command ask for them.
var Effects = sync.OnceValue(func() map[string]Effect {
	return map[string]Effect{
		"fail": {
			Summary: "nothing is done; the original's words and exit status for a failure of this command, or the given ones",
			Members: []string{"stdout", "stderr", "exit_code"}, add: fail,
		},
		"hang":    {Summary: "nothing is done, until the caller ends the command", add: func(p *Plan, _ Fault, _ Call) { p.Hang = true }},
		"slow":    {Summary: "everything is done, after the delay", Members: []string{"delay"}, add: func(p *Plan, f Fault, _ Call) { p.Delay += f.delay() }},
		"cut":     {Summary: "everything is done, but the command dies half-way through its output", add: cut},
		"die":     {Summary: "the command dies half-way through its change, of which nothing stays", add: func(p *Plan, _ Fault, _ Call) { p.Die = true }},
		"garbage": {Summary: "everything is done, and the output is random bytes", add: garbage},
		"invalid-utf8": {
			Summary: "everything is done, and the output holds bytes that are no UTF-8", add: invalidUTF8,
		},
		"enospc":           {Summary: "zfs is out of space; commands that write do nothing", Commands: writing, add: outOfSpace},
		"pool-degraded":    {Summary: "a disk of the pool is gone; iocage notices nothing", add: func(*Plan, Fault, Call) {}},
		"pool-faulted":     {Summary: "the pool's input and output is suspended; nothing can be done", add: poolFails("pool I/O is currently suspended")},
		"pool-unavailable": {Summary: "the pool cannot be opened; nothing can be done", add: poolFails("pool is unavailable")},
		"fetch": {
			Summary: "the connection of fetch breaks off after some files; no release is added",
			Members: []string{"files"}, Commands: []string{"fetch"},
			add: func(p *Plan, f Fault, _ Call) { p.Breaks, p.BreaksAfter = true, f.Files },
		},
	}
})

// writing are the subcommands that need disk space.
var writing = []string{"activate", "clone", "create", "deactivate", "export", "fetch", "import", "promote", "reboot", "reset",
	"restart", "rollback", "send", "set", "snap", "snapshot", "start", "update", "upgrade"}

// killed is the exit status that a shell reports for a command killed by
// SIGKILL.
const killed = 137

func names() string { return strings.Join(slices.Sorted(maps.Keys(Effects())), ", ") }

// A Plan is what happens to one call. The zero value is an ordinary run.
type Plan struct {
	// Names are the faults that struck.
	Names []string

	// Delay is waited for first.
	Delay time.Duration

	// Hang waits for the end of the call's context.
	Hang bool

	// Answer replaces the run of the command; nil runs it.
	Answer *Answer

	// Die ends the command when it would commit or print.
	Die bool

	// Breaks ends a download after BreaksAfter files.
	Breaks      bool
	BreaksAfter int

	// Spoil functions alter the two outputs before they are printed.
	Spoil []func(Answer) Answer
}

// An Answer is what a call prints, and its exit status.
type Answer struct {
	Stdout, Stderr string
	ExitCode       int
}

// A Call is what a fault knows of the call that it strikes.
type Call struct {
	Args []string

	// UUID, Tag and Dataset belong to the jail that the call names. Pool is the
	// pool that it names, or else the active one.
	UUID, Tag, Dataset, Pool string

	// Run is the uuid that iocage makes in every run.
	Run string

	// Words are those of the program that is called; nil: those of Shell.
	Words *Words

	// Seed is that of the fault file. Number counts the calls that match the
	// fault. Random choices derive from both, so they are the same in every
	// run.
	Seed   uint64
	Number map[string]int
}

func (c Call) words() *Words {
	if c.Words == nil {
		return Shell
	}
	return c.Words
}

// PlanFor returns what the faults that struck do to the call.
func PlanFor(struck []Fault, call Call) Plan {
	var p Plan
	for _, f := range struck {
		p.Names = append(p.Names, f.Name)
		Effects()[f.Effect].add(&p, f, call)
	}
	return p
}

// Ends reports whether the plan needs the whole output before printing any.
func (p Plan) Ends() bool { return p.Die || len(p.Spoil) > 0 }

// Print returns what is printed of the whole answer.
func (p Plan) Print(a Answer) Answer {
	if p.Die {
		return Answer{ExitCode: killed}
	}
	for _, spoil := range p.Spoil {
		a = spoil(a)
	}
	return a
}

func cut(p *Plan, _ Fault, _ Call) {
	p.Spoil = append(p.Spoil, func(a Answer) Answer {
		return Answer{Stdout: a.Stdout[:len(a.Stdout)/2], Stderr: a.Stderr[:len(a.Stderr)/2], ExitCode: killed}
	})
}

func garbage(p *Plan, f Fault, c Call) {
	p.Spoil = append(p.Spoil, func(a Answer) Answer {
		random := f.random(c.Seed, c.Number[f.Name])
		noise := make([]byte, max(len(a.Stdout), 64))
		for i := range noise {
			noise[i] = byte(random.UintN(256))
		}
		return Answer{Stdout: string(noise), Stderr: a.Stderr, ExitCode: a.ExitCode}
	})
}

// invalidUTF8 puts a lone continuation byte and an overlong slash after the
// first half of each line.
func invalidUTF8(p *Plan, _ Fault, _ Call) {
	p.Spoil = append(p.Spoil, func(a Answer) Answer {
		var b strings.Builder
		for line := range strings.Lines(a.Stdout) {
			b.WriteString(line[:len(line)/2] + "\x80\xc0\xaf" + line[len(line)/2:])
		}
		return Answer{Stdout: b.String(), Stderr: a.Stderr, ExitCode: a.ExitCode}
	})
}
