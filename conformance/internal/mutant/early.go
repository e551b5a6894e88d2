package mutant

import (
	"slices"
	"time"
)

// earlyMutants tell of the end of a job before others can see what it has done.
var earlyMutants = []Mutant{
	wrong("job.end.early", "a job whose end was told is listed as running for a while", "dispatcher.list.ended", func(p *proxy) {
		justEnded := endings(p)
		classes("rpc/dispatcher", func(_ *exchange, a message) {
			for _, queue := range objects(a["jobs"]) {
				for id, j := range queue {
					if j, listed := j.(message); listed && justEnded(id) {
						j["state"] = "running"
					}
				}
			}
		})(p)
	}),
	last("fetch.end.early", "a release is on the host a while after the end of its job was told", "fetchreleases.fetches.*", func(p *proxy) {
		justEnded := endings(p)
		whole("listreleases", func(a message) any {
			local, _ := a["local"].([]any)
			a["local"] = slices.DeleteFunc(local, func(name any) bool { text, _ := name.(string); return justEnded(releaseJob + text) })
			return a
		})(p)
	}),
}

// endings reports of jobs whether their end was told within the last second.
func endings(p *proxy) func(id string) bool {
	told := map[string]time.Time{}
	p.events = append(p.events, func(_ *client, e message) []message {
		if args, ok := e["args"].(message); ok && args["state"] == "finished" {
			id, _ := args["process_id"].(string)
			told[id] = time.Now()
		}
		return []message{e}
	})
	return func(id string) bool { return time.Since(told[id]) < time.Second }
}
