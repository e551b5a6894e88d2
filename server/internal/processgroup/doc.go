// Package processgroup starts a command so that all its processes end together,
// and end with the server.
package processgroup
