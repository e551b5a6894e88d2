package python

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// An origins has the snapshots of datasets themselves, by the dataset, as far as
// they were asked for: of many jails that are clones of one dataset, all ask for
// the same.
type origins map[string]map[string]bool

// rootOnly reports whether only the folder root of the jail is a clone.
func (o origins) rootOnly(j *host.Jail) bool {
	dataset, snapshot, clone := strings.Cut(j.Raw("origin"), "@")
	if !clone {
		return false
	}
	if _, asked := o[dataset]; !asked {
		o[dataset] = listed(j.Source())
	}
	return o[dataset] != nil && !o[dataset][snapshot]
}

// listed returns the names of the snapshots of a dataset; nil if it is not there.
func listed(j *host.Jail) map[string]bool {
	if j == nil {
		return nil
	}
	names := map[string]bool{}
	for _, s := range j.Listed() {
		names[s.Name] = true
	}
	return names
}
