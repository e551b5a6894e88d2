package store

import "github.com/sysadm-go/sysadm/fakeiocage/internal/host"

// WholeRecord is the record of a jail up to format 3.
func WholeRecord(j *host.Jail) []byte { return encode(func(c *codec) { c.wholeJail(j) }) }
