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

	// HostnameChanged is "true" if the host had another name before, otherwise
	// empty.
	HostnameChanged string `json:"hostnamechanged,omitempty"`

	// Priority says how urgently the host needs attention: see Priority.
	Priority string `json:"priority"`

	// ZPools are the pools by their names; nil on a host without any.
	ZPools map[string]Pool `json:"zpools,omitempty"`
}

// A Pool is a pool, with a priority if it needs attention.
type Pool struct {
	zpool.Pool
	Priority string `json:"priority,omitempty"`
}

// The priorities of the original (EventWatcher.cpp, CheckSystemState). It had
// none for a state that it could not determine.
const (
	allWell     = 0
	renamed     = 3
	unknown     = 3 // the pools cannot be read
	nearlyFull  = 6 // a pool
	notOnline   = 9 // a pool
	enoughSpace = 90
)

// Priority returns the contract's words for a number from 0 to 10.
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

// priorityOf returns how urgently a pool needs attention. Its health takes
// precedence over its space.
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
