package fidelity

// ReplayFrom lets the goldens begin at a time of their own.
var ReplayFrom = replayFrom
