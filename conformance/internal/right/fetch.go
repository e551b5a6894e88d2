package right

import (
	"fmt"
	"slices"
	"strings"
)

// unmet answers a request that cannot be begun; the original server had no words
// for that.
func (s *server) unmet(sentence string) (object, int) {
	if s.style.old {
		return nil, 400
	}
	return refusal("%s", sentence), 200
}

const (
	releaseJob = "sysadm_iocage_fetch_release_"
	pluginJob  = "sysadm_iocage_fetch_plugin_"
)

// fetchReleases begins a job for each release that is not being fetched.
func (s *server) fetchReleases(args object) (object, int) {
	releases, given := args["releases"]
	switch {
	case !given:
		return s.unmet(missingKeys)
	case !isTexts(releases):
		return nil, 400
	}
	names, plain := s.unfetched(texts(releases))
	switch {
	case !plain:
		return refusal("no release has that name"), 200
	case len(names) == 0:
		return s.unmet("nothing is left to fetch")
	}
	var ids []any
	for _, name := range names {
		s.begin(releaseJob+name, "iocage fetch --verify -r "+name)
		ids = append(ids, releaseJob+name)
	}
	return object{"started_dispatcher_id": ids}, 200
}

// unfetched are the releases in texts that no job fetches, each once. It is not
// plain if one of them cannot be a release.
func (s *server) unfetched(texts []string) (names []string, plain bool) {
	for _, text := range texts {
		name, _, _ := strings.Cut(strings.TrimLeft(text, " "), " ")
		if !plainWord(name) {
			return nil, false
		}
		if !s.underway(releaseJob+name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, true
}

// createPlugin begins the job that fetches a plugin.
func (s *server) createPlugin(args object) (object, int) {
	if !textual(args, "plugin", "net_device", "ip4", "ip6") {
		return nil, 400
	}
	id := pluginJob + orEmpty(args["plugin"])
	command, plain := pluginCommand(args)
	switch {
	case args["plugin"] == nil || args["net_device"] == nil || args["ip4"] == nil && args["ip6"] == nil:
		return s.unmet(missingKeys)
	case !plain:
		return refusal("no plugin is that"), 200
	case s.underway(id):
		return s.unmet("it is being fetched")
	}
	s.begin(id, command)
	return object{"started_dispatcher_id": id}, 200
}

// pluginCommand fetches a plugin. It is not plain if a value would be more than a
// value there.
func pluginCommand(args object) (command string, plain bool) {
	plugin, device := orEmpty(args["plugin"]), orEmpty(args["net_device"])
	command, plain = "iocage fetch --plugins --name "+plugin, plainWord(plugin) && plainWord(device)
	for _, family := range []string{"ip4", "ip6"} {
		if address := orEmpty(args[family]); args[family] != nil {
			plain = plain && plainWord(address)
			command += fmt.Sprintf(` %s_addr="%s|%s"`, family, device, address)
		}
	}
	return command, plain
}

// plainWord is what may be a name.
func plainWord(text string) bool {
	return text != "" && text[0] != '-' && !strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c == 0x7f || strings.ContainsRune("\"'`", c) })
}

// fetches is what iocage does in a job; anything else is done by another program.
func (s *server) fetches(other func(*job, []string) (string, int)) func(*job, []string) (string, int) {
	return func(j *job, words []string) (string, int) {
		if len(words) < 5 || words[0] != "iocage" || words[1] != "fetch" {
			return other(j, words)
		}
		s.mu.Lock()
		hangs := s.hangs == "fetch"
		s.mu.Unlock()
		if hangs {
			<-j.killed
			return "", -1
		}
		s.turn.Lock()
		defer s.turn.Unlock()
		return s.host.fetch(words[2:], s.broken)
	}
}

// fetch is the command of that name: of a release, or of a plugin, which it makes
// a jail that is up.
func (h *host) fetch(words []string, broken bool) (string, int) {
	name := words[2]
	switch {
	case broken:
	case words[1] == "-r" && slices.Contains(h.remote, name):
		if !slices.Contains(h.releases, name) {
			h.releases = append(h.releases, name)
		}
		return "Fetching: " + name + "\n", 0
	case words[1] == "--name" && pluginIndex[name] != "":
		h.start(h.create(assignments(name, words[3:]), "plugin"))
		return "Fetching plugin: " + name + "\n", 0
	}
	return "cannot fetch " + name + "\n", 1
}

// assignments are the properties of a new jail.
func assignments(tag string, words []string) map[string]string {
	properties := map[string]string{"tag": tag}
	for _, word := range words {
		property, value, _ := strings.Cut(word, "=")
		properties[property] = value
	}
	return properties
}
