package conformance

import "context"

// An Address is a Host that is already running, and is never started or ended.
type Address struct{ Endpoint Endpoint }

// Start returns the endpoint; the setting is ignored, because the server is
// already running.
func (a *Address) Start(context.Context, Setting) (Endpoint, func() error, error) {
	return a.Endpoint, func() error { return nil }, nil
}

// Simulated is false.
func (a *Address) Simulated() bool { return false }

// Close does nothing.
func (a *Address) Close() error { return nil }
