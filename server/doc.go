// Package server is a complete sysadm server for iocage: TLS WebSocket and
// REST, logins, events, jobs, logs, and the actions of class sysadm/iocage,
// which run the iocage command.
//
// A message arrives in session (WebSocket) or rest, is checked and routed by
// rpc, and carried out by action, which runs iocage. Each of these is a package
// under internal and knows only the next.
package server
