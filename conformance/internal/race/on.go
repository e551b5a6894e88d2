//go:build race

package race

// Detector says that everything takes five times as long.
const Detector = true
