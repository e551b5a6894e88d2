// Package processgroup starts commands so that they end as a whole, and with
// the server.
package processgroup
