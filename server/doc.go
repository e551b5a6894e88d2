// Package server is a complete sysadm server for iocage: TLS WebSocket and
// REST, logins, events, jobs, logs, and the actions of class sysadm/iocage,
// which run the iocage command.
//
// A message arrives in session (WebSocket) or rest, is checked and routed by
// rpc, and carried out by action, with the iocage client of package iocage. All
// of these are packages under internal. The transports know only rpc, which is
// given the table of actions, and knows neither transports nor iocage.
package server
