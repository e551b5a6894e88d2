package model

import (
	"slices"
	"strings"
)

// What the ids of jobs begin with.
const (
	releaseJob = "sysadm_iocage_fetch_release_"
	pluginJob  = "sysadm_iocage_fetch_plugin_"
)

// plain is what may be a name of something to fetch: it stands in the command of
// a job.
func plain(name string) bool {
	return usable(name) && !strings.ContainsAny(name, " \"'")
}

// judgeFetch asks for a job for each release that no job is fetching.
func judgeFetch(a asked) *Breach {
	names := a.releases()
	var want []string
	mayRefuse := false
	for _, name := range names {
		_, running := a.stock.jobs[releaseJob+name]
		mayRefuse = mayRefuse || running || !a.stock.offers(name)
		if id := releaseJob + name; !slices.Contains(want, id) {
			want = append(want, id)
		}
	}
	bad := len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return !plain(name) })
	if bad && !a.compat.LooseArguments {
		return a.mustRefuse("a name that cannot be a release is refused, and so are no names")
	}
	if (bad || mayRefuse) && a.refused() {
		return nil
	}
	answer, _ := a.reply.answer("fetchreleases")
	ids, areTexts := textsIn(answer["started_dispatcher_id"])
	if a.reply.Code != 200 || !areTexts || len(answer) != 1 || !bad && !mayRefuse && !sameTexts(ids, want) {
		return a.breach("fetchreleases answers the ids of its jobs", "{\"started_dispatcher_id\": %q}", want)
	}
	for _, id := range ids {
		name := strings.TrimPrefix(id, releaseJob)
		a.stock.start(id, promise{release: name, sure: a.stock.offers(name)})
	}
	return nil
}

// releases are the names in a request: one, or an array of them.
func (a asked) releases() (names []string) {
	args, _ := a.request.Args.(map[string]any)
	list, _ := textsIn(args["releases"])
	if text, isText := args["releases"].(string); isText {
		list = []string{text}
	}
	for _, text := range list {
		names = append(names, firstWord(text))
	}
	return names
}

func sameTexts(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
