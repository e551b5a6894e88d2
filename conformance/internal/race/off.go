//go:build !race

// Package race tells tests whether the race detector is on.
package race

// Detector says that everything takes five times as long.
const Detector = false
