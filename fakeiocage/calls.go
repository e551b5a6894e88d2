package fakeiocage

import "github.com/sysadm-go/sysadm/fakeiocage/internal/calls"

// A Call is one run of the command on a host, written down when it ended.
type Call = calls.Call

// AnyRest, as the last pattern of ExpectCalls, stands for any further
// arguments.
const AnyRest = calls.AnyRest

// callsFile keeps the calls in a state folder.
const callsFile = "calls.jsonl"

// A callLog stores calls, in a file or in memory.
type callLog interface {
	Append(Call) error
	Read() ([]Call, error)
	Clear() error
}

// Calls returns what was run on the host, the oldest first. A host in memory
// keeps the last 5,000 calls at least, or those with 8 MiB of words, a state folder
// the last 16 MiB of calls; a folder that cannot be written to keeps none.
func (h *Host) Calls() ([]Call, error) { return h.calls.Read() }

// ClearCalls forgets all calls.
func (h *Host) ClearCalls() error { return h.calls.Clear() }

// ExpectCalls returns an error unless exactly times of the host's calls match
// the patterns, or at least one if times is negative. There is a pattern for
// each argument, in which * stands for any text and ? for any one byte. The
// error names the nearest call when none matched.
func (h *Host) ExpectCalls(times int, patterns ...string) error {
	all, err := h.calls.Read()
	if err != nil {
		return err
	}
	return calls.Expect(all, patterns, times)
}
