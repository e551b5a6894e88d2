package fakeiocage

import "runtime"

// growStack makes the stack as large as a run needs it, while there is next to
// nothing on it. It would grow in steps otherwise, each time with all that is on
// it: some 3 % of the time that a run on a small host takes.
//
//go:noinline
func growStack() {
	var room [12 << 10]byte // bbolt alone reads a page of 4 KiB into its frame
	runtime.KeepAlive(&room)
}
