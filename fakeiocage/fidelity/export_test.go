package fidelity

// ReplayFrom lets goldens begin at a given time.
var ReplayFrom = replayFrom
