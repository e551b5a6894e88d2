//go:build race

package mutant_test

// raceDetector says that everything takes five times as long.
const raceDetector = true
