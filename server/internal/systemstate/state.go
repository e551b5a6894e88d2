// Package systemstate watches the state of the host, and reports it in the
// events system-state (documents, "System State").
package systemstate

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/zpool"
)

// A State is the arguments of an event.
type State struct {
	Hostname string `json:"hostname"`

	// HostnameChanged is "true" if the host had another name before, else empty.
	HostnameChanged string `json:"hostnamechanged,omitempty"`

	// Priority is how much of the host needs attention: see Priority.
	Priority string `json:"priority"`

	// ZPools are the pools by their names; nil on a host without any.
	ZPools map[string]Pool `json:"zpools,omitempty"`
}

// A Pool is a pool, with a priority if it needs attention.
type Pool struct {
	zpool.Pool
	Priority string `json:"priority,omitempty"`
}

// The priorities that the original gives (EventWatcher.cpp, CheckSystemState).
// It gave none to what it could not find out.
const (
	allWell     = 0
	renamed     = 3
	unknown     = 3 // the pools cannot be looked at
	nearlyFull  = 6 // a pool
	notOnline   = 9 // a pool
	enoughSpace = 90
)

// Priority is a number from 0 to 10 in the words of the contract.
func Priority(n int) string {
	word := "Urgent"
	switch {
	case n < 3:
		word = "Information"
	case n < 6:
		word = "Warning"
	case n < 9:
		word = "Critical"
	}
	return fmt.Sprintf("%d - %s", n, word)
}

// priorityOf is how much attention a pool needs: its health comes before its
// space.
func priorityOf(p zpool.Pool) int {
	if p.Health != zpool.Online {
		return notOnline
	}
	percent, err := strconv.Atoi(strings.TrimSuffix(p.Capacity, "%"))
	if err == nil && percent > enoughSpace {
		return nearlyFull
	}
	return allWell
}
