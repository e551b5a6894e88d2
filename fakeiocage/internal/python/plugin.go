package python

import (
	"slices"
	"strings"
	"unicode"
)

// A plugin is one of the index that plugins are fetched from.
type plugin struct {
	id, name, description string
	release               string
	artifact              string // a repository
	packages              []string
	portal                string // what follows the address of its web page; empty: none
}

// plugins are those of the simulated index, by id. Ids and names are those of
// the documents of 2017-06-05 (listplugins).
func plugins() []plugin {
	const from = "https://github.com/freenas/iocage-plugin-"
	return []plugin{
		{"btsync", "BitTorrent Sync", "Keeps folders on many machines the same.", "11.0-RELEASE", from + "btsync.git", []string{"btsync"}, ":8888"},
		{"couchpotato", "CouchPotato", "Looks for films and fetches them.", "11.0-RELEASE", from + "couchpotato.git", []string{"python27", "git"}, ":5050"},
		{"crashplan", "Crashplan", "Saves copies of files elsewhere.", "11.0-RELEASE", from + "crashplan.git", []string{"linux-crashplan"}, ""},
		{"deluge", "Deluge", "A BitTorrent client with a page of its own.", "11.0-RELEASE", from + "deluge.git", []string{"deluge-cli"}, ":8112"},
		{"emby", "Emby", "Plays films and music at home.", "11.0-RELEASE", from + "emby.git", []string{"emby-server"}, ":8096"},
		{"gitlab", "GitLab", "Repositories, issues and reviews.", "11.0-RELEASE", from + "gitlab.git", []string{"gitlab", "nginx"}, "/"},
		{"jenkins", "Jenkins", "Builds and tests on every change.", "11.0-RELEASE", from + "jenkins.git", []string{"jenkins"}, ":8180"},
	}
}

// line is the plugin in the list of the index.
func (p plugin) line() string { return p.name + " - " + p.description + " (" + p.id + ")" }

// pluginIndex are the lines of the index.
func pluginIndex() []string {
	var lines []string
	for _, p := range plugins() {
		lines = append(lines, p.line())
	}
	return lines
}

// findPlugin returns the first plugin whose line has the name, as it is or with
// one capital at its beginning (ioc_fetch.py, __fetch_validate_plugin__).
func findPlugin(name string) (plugin, bool) {
	all := plugins()
	i := slices.IndexFunc(all, func(p plugin) bool {
		return strings.Contains(p.line(), capitalized(name)) || strings.Contains(p.line(), name)
	})
	if i < 0 {
		return plugin{}, false
	}
	return all[i], true
}

// capitalized is the name with a capital at its beginning only.
func capitalized(name string) string {
	letters := []rune(strings.ToLower(name))
	if len(letters) > 0 {
		letters[0] = unicode.ToTitle(letters[0])
	}
	return string(letters)
}
