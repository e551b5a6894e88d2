// Package server is a complete sysadm server for iocage: TLS WebSocket and
// REST, logins, events, jobs, logs, and the actions of class sysadm/iocage over the
// iocage command.
//
// A message comes in through session (WebSocket) or rest, is judged and routed
// by rpc, done by action, and run by iocage; each of these is a package under
// internal that knows only the next.
package server
