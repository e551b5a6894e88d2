package reference

import (
	"encoding/base64"
	"slices"
	"strings"
)

// A request is the lines in front of a text's JSON, as the original read them:
// it split the first at single blanks and looked no line's name up.
type request struct {
	// verb is empty where a text is JSON alone, whose reply is then, too.
	verb, uri, version string
	header             []string

	// closes says that the reply ends the connection. The original did not tell,
	// and clients that keep connections sent their next request into the end.
	closes bool
}

// defaultVersion is what a reply begins with if the request names no version,
// as the examples of the documents do not.
const defaultVersion = "HTTP/1.1"

func parseRequest(head string) request {
	first, rest, _ := strings.Cut(head, "\n")
	words := append(strings.Split(first, " "), "", "")
	r := request{verb: words[0], uri: words[1], version: strings.TrimSpace(words[2]), header: strings.Split(rest, "\n")}
	if r.version == "" || strings.ContainsFunc(r.version, unprintable) {
		r.version = defaultVersion
	}
	return r
}

func unprintable(c rune) bool { return c <= ' ' || c > '~' }

// class is namespace and name by the path: what stands between its first two
// slashes, and behind its last.
func (r request) class() (namespace, name string) {
	segments := strings.Split(r.uri, "/")
	if len(segments) > 1 {
		namespace = segments[1]
	}
	return namespace, segments[len(segments)-1]
}

// verbs are those that ask for an answer; all mean the same.
var verbs = []string{"PUT", "GET", "POST"}

func (r request) known() bool { return slices.Contains(verbs, r.verb) }

// describes tells the verbs that are answered with header lines alone, to
// anybody and whatever the path.
func (r request) describes() bool { return r.verb == "OPTIONS" || r.verb == "HEAD" }

// basic returns user and password if a line holds them. The line is any that has
// the words "Authorization: " in it, in that case.
func (r request) basic() (user, password string, found bool) {
	for _, line := range r.header {
		_, value, _ := strings.Cut(line, "Authorization: ")
		scheme, encoded, _ := strings.Cut(strings.TrimSpace(value), " ")
		if !strings.EqualFold(scheme, "basic") {
			continue
		}
		decoded, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
		user, password, _ = strings.Cut(string(decoded), ":")
		return user, password, true
	}
	return "", "", false
}

// value is a header's, by its name in any case. The original read none but
// Authorization; these tell where a request ends and which page sent it.
func (r request) value(name string) string {
	for _, line := range r.header {
		if n, value, found := strings.Cut(line, ":"); found && strings.EqualFold(n, name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
