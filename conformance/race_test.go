//go:build race

package conformance_test

// raceDetector says that everything takes five times as long.
const raceDetector = true
