package reference

import (
	"encoding/base64"
	"slices"
	"strings"
)

// A request is the lines before a text's JSON, as the original read them: it
// split the first line at single blanks, and searched the others for text
// instead of header names.
type request struct {
	// verb is empty if a text is only JSON; so is its reply.
	verb, uri, version string
	header             []string

	// closes says that the reply announces the end of the connection. The
	// original did not announce it, and clients that reuse connections sent
	// their next request into the closing one.
	closes bool
}

// defaultVersion begins a reply if the request names no version, as in the
// documents' examples.
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

// class returns namespace and name from the path: the text between its first
// two slashes, and the text after its last.
func (r request) class() (namespace, name string) {
	segments := strings.Split(r.uri, "/")
	if len(segments) > 1 {
		namespace = segments[1]
	}
	return namespace, segments[len(segments)-1]
}

// verbs are those that get an answer; all mean the same.
var verbs = []string{"PUT", "GET", "POST"}

func (r request) known() bool { return slices.Contains(verbs, r.verb) }

// describes reports whether the verb is answered with header lines only, for
// anybody and any path.
func (r request) describes() bool { return r.verb == "OPTIONS" || r.verb == "HEAD" }

// basic returns user and password, if present. As in the original, they may be
// in any line that contains "Authorization: ", in that case.
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

// value returns a header's value, by its name in any case. The original read
// only Authorization; the others are needed to find the end of a request and
// the page that sent it.
func (r request) value(name string) string {
	for _, line := range r.header {
		if n, value, found := strings.Cut(line, ":"); found && strings.EqualFold(n, name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
