package independent

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// starters are the actions that start jobs and answer with their ids.
var starters = map[string]func(s *server, q question, w words) (any, int){
	"fetchreleases": fetchReleases,
	"createplugin":  createPlugin,
}

const (
	releaseJob = "sysadm_iocage_fetch_release_"
	pluginJob  = "sysadm_iocage_fetch_plugin_"
)

// fetchReleases starts a job for each release that nobody is fetching already.
func fetchReleases(s *server, q question, _ words) (any, int) {
	releases, given := q.args["releases"]
	switch {
	case !given:
		return no(missing), 200
	case !areTexts(releases):
		return nil, 400
	}
	var names []string
	for _, text := range texts(releases) {
		name, _, _ := strings.Cut(strings.TrimLeft(text, " "), " ")
		if !isName(name) {
			return no("no release is called %q", name), 200
		}
		if !slices.Contains(names, name) && !s.underway(releaseJob+name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return no("nothing is left to fetch"), 200
	}
	var ids []string
	for _, name := range names {
		s.start(releaseJob+name, []string{"iocage fetch --verify -r " + name})
		ids = append(ids, releaseJob+name)
	}
	return object{"started_dispatcher_id": ids}, 200
}

// createPlugin starts the job that fetches a plugin into a jail of its own.
func createPlugin(s *server, _ question, w words) (any, int) {
	plugin, device := w["plugin"], w["net_device"]
	id, command, named := pluginJob+plugin, "iocage fetch --plugins --name "+plugin, isName(plugin) && isName(device)
	for _, family := range []string{"ip4", "ip6"} {
		if address, given := w[family]; given {
			named = named && isName(address)
			command += fmt.Sprintf(` %s_addr="%s|%s"`, family, device, address)
		}
	}
	switch {
	case !w.has("plugin", "net_device") || !w.has("ip4") && !w.has("ip6"):
		return no(missing), 200
	case !named:
		return no("no plugin, device or address is called that"), 200
	case s.underway(id):
		return no("%s is being fetched", plugin), 200
	}
	s.start(id, []string{command})
	return object{"started_dispatcher_id": id}, 200
}

// has reports whether all of these words were given.
func (w words) has(names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { _, given := w[name]; return !given })
}

// isName is true of what may stand in a command as one word.
func isName(text string) bool {
	return text != "" && text[0] != '-' && !strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c == 0x7f || c == '"' || c == '\'' })
}

// underway reports whether a job of that id has not ended.
func (s *server) underway(id string) bool {
	j := s.jobs[id]
	return j != nil && j.state != "finished"
}

// iocage runs in a job: to fetch is all that it does there.
func (s *server) iocage(ctx context.Context, words []string) result {
	s.mu.Lock()
	hangs, fails := strikes(s.hanging, "fetch"), strikes(s.broken, "fetch")
	s.mu.Unlock()
	switch {
	case hangs:
		<-ctx.Done()
		return result{"", -1}
	case fails:
		return result{"iocage: cannot do that\n", 1}
	}
	return s.fetch(words)
}

func (s *server) fetch(words []string) result {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(words) == 5 && words[3] == "-r" && s.host.isRemote(words[4]):
		if !slices.Contains(s.host.releases, words[4]) {
			s.host.releases = append(s.host.releases, words[4])
		}
		return result{"Fetching: " + words[4] + "\n", 0}
	case len(words) > 5 && words[3] == "--name" && isPlugin(words[4]):
		properties := map[string]string{"tag": words[4]}
		for _, word := range words[5:] {
			name, value, _ := strings.Cut(word, "=")
			properties[name] = value
		}
		s.host.start(s.host.create(properties, "plugin"))
		return result{"Fetching plugin: " + words[4] + "\n", 0}
	}
	return result{"iocage: there is nothing of that name\n", 1}
}
