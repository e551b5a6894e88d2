package model

import (
	"regexp"
	"slices"
)

// remoteLine is a release to fetch, with a mark if it is at its end.
var remoteLine = regexp.MustCompile(`^\S+( \(EOL\))?$`)

// judgeReleases compares the releases that were fetched with those that are known,
// and those that can be fetched with what was told before. A list that fails is
// left out.
func judgeReleases(a asked) *Breach {
	const rule = "listreleases answers two arrays of texts"
	answer, _ := a.reply.answer("listreleases")
	local, isLocal := textsIn(answer["local"])
	remote, isRemote := textsIn(answer["remote"])
	switch {
	case a.reply.Code != 200 || !isLocal || answer["remote"] != nil && !isRemote:
		return a.breach(rule, "{\"local\": [<text>, …], \"remote\": [<text>, …]}")
	case slices.ContainsFunc(remote, func(line string) bool { return !remoteLine.MatchString(line) }):
		return a.breach("a release to fetch is a name, and (EOL) behind it if it is at its end", "names")
	case isRemote && a.stock.remote != nil && !slices.Equal(remote, a.stock.remote):
		return a.breach("the releases that can be fetched stay as they are", "%q", a.stock.remote)
	}
	if isRemote {
		a.stock.remote = remote
	}
	return a.sameReleases(local)
}

// sameReleases compares those that were fetched. An empty text is none.
func (a asked) sameReleases(local []string) *Breach {
	told := map[string]bool{}
	for _, name := range local {
		if told[name] && name != "" {
			return a.breach("a release is listed once", "%q once", name)
		}
		told[name] = true
	}
	delete(told, "")
	for name := range told {
		if _, may := a.stock.local[name]; !may && a.stock.local != nil && len(a.stock.jobs) == 0 {
			return a.breach("only releases that were fetched are local", "no %q", name)
		}
	}
	for name, must := range a.stock.local {
		if must && !told[name] {
			return a.breach("a release is local until it is cleaned", "%q among them", name)
		}
	}
	if a.stock.local = told; !a.pools.usable() {
		a.stock.local = nil
	}
	return nil
}

// textsIn reads an array of texts.
func textsIn(value any) ([]string, bool) {
	list, ok := value.([]any)
	found := []string{}
	for _, one := range list {
		text, isText := one.(string)
		ok = ok && isText
		found = append(found, text)
	}
	return found, ok
}
