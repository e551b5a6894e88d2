//go:build race

package server_test

// raceDetector says that measured memory means nothing: the detector uses most
// of it.
const raceDetector = true
