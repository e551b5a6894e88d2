// Package stack grows the stack of the main goroutine at once to the size that
// a run of the imitated command needs. Otherwise the stack would grow in steps
// and be copied each time. The package imports nothing, so that it is
// initialised before almost anything else.
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
