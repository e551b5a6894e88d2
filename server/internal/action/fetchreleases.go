package action

import (
	"context"
	"strings"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// fetchReleases starts a job for each release, and leaves out those that are
// being fetched already (documents of 2017-06-05, "Fetch Releases").
func (h *Host) fetchReleases(_ context.Context, r *rpc.Request) (any, error) {
	args, err := r.Object()
	if err != nil {
		return nil, err
	}
	asked, found := args.Member("releases")
	if !found {
		return nil, errMissing
	}
	releases, ok := textsIn(asked)
	if !ok && !h.Compat.LooseArguments {
		return nil, rpc.Errorf(400, `the argument "releases" must be a string, or an array of strings`)
	}
	specs, err := fetches(releases, r.Identity.User)
	if err != nil {
		return nil, err
	}
	ids, err := h.startFetches(specs...)
	return map[string]any{"started_dispatcher_id": ids}, err
}

// fetches returns the jobs that fetch releases, one for each.
func fetches(releases []string, user string) ([]job.Spec, error) {
	var specs []job.Spec
	known := map[string]bool{}
	for _, asked := range releases {
		release, command, err := iocage.FetchRelease(asked)
		if err != nil {
			return nil, err
		}
		if known[release] {
			continue
		}
		known[release] = true
		specs = append(specs, job.Spec{ID: "sysadm_iocage_fetch_release_" + release, User: user, Commands: []string{command}})
	}
	if len(specs) == 0 {
		return nil, &iocage.Refusal{Line: "releases must name at least one release"}
	}
	return specs, nil
}

// tellReleases shows the releases that are asked for.
func tellReleases(args rpc.Args) map[string]string {
	asked, found := args.Member("releases")
	if !found {
		return nil
	}
	releases, _ := textsIn(asked)
	return map[string]string{"releases": strings.Join(releases, ", ")}
}
