package cli

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// rollback rolls a jail back to a snapshot. Without a snapshot it does nothing
// (measured: rollback).
func rollback(c *call, p *host.Pool, words []string) int {
	word, _ := first(words)
	name, snap := snapshotOf(word)
	j := c.quietlyNamed(p, name, host.MissingJail)
	if j == nil {
		return 1
	}
	if snap == "" {
		return 0
	}
	return j.Rollback(snap, c.say)
}
