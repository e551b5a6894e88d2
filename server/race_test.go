//go:build race

package server_test

// raceDetector says that memory tells nothing: its detector takes most of it.
const raceDetector = true
