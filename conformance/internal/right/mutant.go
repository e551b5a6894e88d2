package right

import (
	"slices"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A mutant is a right server that is wrong in one way, and the check that is
// made for noticing it; others may notice it, too.
type mutant struct {
	name   string
	caught string // glob over ids, at least one check of which must fail
	host   Host

	edition edition.Edition // that it claims; the zero one is the default
}

// editions are those that it is judged by.
func (m mutant) editions() []edition.Edition {
	if m.edition.Name == "" {
		return []edition.Edition{edition.Default}
	}
	return []edition.Edition{m.edition}
}

// mutants are the wrong servers. Each stands for a mistake that somebody can
// make, and many for one that somebody has made.
var mutants = slices.Concat(jailMutants, messageMutants, nearMutants, youngMutants, jobMutants, keyMutants, hostileMutants, leverMutants, earlierMutants, lastMutants)
