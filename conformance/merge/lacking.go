package merge

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// Lacking names the missing shards; empty if none is missing. The error
// says why the shards are not parts of one whole.
func Lacking(there []conformance.Shard) (string, error) {
	if len(there) == 0 {
		return "", errors.New("cannot merge: there is no result")
	}
	for i, s := range there {
		switch {
		case s.Whole():
			return "", errors.New("cannot merge: one of the results is of no shard: run every part with --shard")
		case s.Of != there[0].Of:
			return "", fmt.Errorf("cannot merge: shards %s and %s are of different numbers", there[0], s)
		case slices.Contains(there[:i], s):
			return "", fmt.Errorf("cannot merge: shard %s is there twice", s)
		}
	}
	var lacking []string
	for number := 1; number <= there[0].Of; number++ {
		if s := (conformance.Shard{Number: number, Of: there[0].Of}); !slices.Contains(there, s) {
			lacking = append(lacking, s.String())
		}
	}
	return strings.Join(lacking, ", "), nil
}
