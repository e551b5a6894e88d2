// Package stack makes the stack of the main goroutine as large as a run of the
// imitated command needs it. It would grow in steps otherwise, each time with
// all that is on it. It imports nothing, so that this comes before almost
// anything else at the start of a program.
package stack

var _ = grow(-1)

// grow has the stack grow as it is entered, to hold the room: bbolt alone reads
// a page of 4 KiB into its frame. Of a negative i it does not touch it.
//
//go:noinline
func grow(i int) byte {
	if i < 0 {
		return 0
	}
	var room [16 << 10]byte
	return room[i]
}
