package difference

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A class is a kind of text that changes by itself.
type class struct {
	name    string
	pattern *regexp.Regexp

	// names is true for what stands for one thing: the same text must stand for
	// it everywhere. Other classes are compared by their form.
	names bool

	// members are the members whose whole value is of the class; none is any
	// part of any text.
	members []string

	// form tells what is not of the class after all by "", and else in which
	// form it is written; nil is the name of the class.
	form func(text string) string
}

// classes are all of them. Of those that begin at one place the first wins.
var classes = []*class{
	{name: "uuid", names: true, pattern: regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`)},
	{name: "UUID", names: true, pattern: regexp.MustCompile(`\b[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\b`)},
	made, publicKey,
	checksum,
	{name: "jid", names: true, pattern: regexp.MustCompile(`^[1-9][0-9]{0,9}$`), members: []string{"jid"}},
	{name: "test string", names: true, pattern: regexp.MustCompile(`^[A-Za-z0-9]{128}$`), members: []string{"test_string"}},
	{name: "time", pattern: regexp.MustCompile(`\b\d{4}-\d\d-\d\d[T@_]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?`), form: timeForm},
	{name: "time", pattern: regexp.MustCompile(`\b[A-Z][a-z]{2},? [A-Za-z0-9 ]{5,11} \d\d:\d\d:\d\d( [A-Z]{3,4})?( \d{4})?\b`), form: timeForm},
	{name: "size", pattern: regexp.MustCompile(`^(0|\d+(\.\d+)?[BKMGTPEZ])$`), members: sizes},
	{name: "percentage", pattern: regexp.MustCompile(`^\d+%$`), members: sizes},
	{name: "ratio", pattern: regexp.MustCompile(`^\d+\.\d\dx$`), members: []string{"crt", "compressratio"}},
	{name: "length", pattern: regexp.MustCompile(`^\d+$`), members: []string{"Content-Length"}},
	{name: "port", pattern: regexp.MustCompile(`\b(127\.0\.0\.1|localhost):\d{1,5}\b`), form: hostOf},
}

// The classes of what the suite makes itself: the tags of its jails and the ids
// of its jobs, its keys, and their checksums.
var (
	made      = &class{name: "name", names: true, pattern: regexp.MustCompile(`conformance-([a-z0-9]{1,20}-)?[a-z2-7]{10}`)}
	publicKey = &class{name: "key", names: true, pattern: regexp.MustCompile(`LS0tLS1CRUdJTi[A-Za-z0-9+/]{200,}=*`)}
	checksum  = &class{name: "checksum", names: true, pattern: regexp.MustCompile(`^[A-Za-z0-9+/]{22}==$`), members: []string{"md5_keys"}}
)

// sizes are the members of df, of the settings of jails and of system-state that
// tell of disk space.
var sizes = []string{"use", "ava", "used", "available", "size", "alloc", "free", "capacity", "fragmentation"}

// A segment is a part of a text, of a class or, if that is nil, as it is.
type segment struct {
	class *class
	text  string
	form  string
}

// split cuts the text of a member into segments.
func split(text, member string) []segment {
	var list []segment
	done := 0
	for _, f := range findings(text, member) {
		if f.at < done {
			continue // a part of the one before
		}
		if f.at > done {
			list = append(list, segment{text: text[done:f.at]})
		}
		done = f.at + len(f.text)
		list = append(list, f.segment)
	}
	if done < len(text) {
		list = append(list, segment{text: text[done:]})
	}
	return list
}

// A finding is where a segment of a class begins.
type finding struct {
	segment
	at int
}

// findings are all texts of any class, in the order of their places.
func findings(text, member string) []finding {
	var list []finding
	for _, c := range classes {
		if len(c.members) > 0 && !slices.Contains(c.members, member) || len(c.members) == 0 && len(text) < shortest {
			continue
		}
		for _, place := range c.pattern.FindAllStringIndex(text, -1) {
			one := text[place[0]:place[1]]
			if form := c.formOf(one); form != "" {
				list = append(list, finding{segment{class: c, text: one, form: form}, place[0]})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y finding) int { return cmp.Compare(x.at, y.at) })
	return list
}

// shortest is the length of the shortest text that may hold one of a class
// without members: a port of localhost.
const shortest = len("localhost:1")

func (c *class) formOf(text string) string {
	if c.form == nil {
		return c.name
	}
	return c.form(text)
}

// layouts are the forms in which a server writes times, without fractions.
var layouts = []string{
	"2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006-01-02T15:04:05-07:00", "2006-01-02T15:04:05-0700",
	"2006-01-02@15:04:05", "2006-01-02_15:04:05",
	time.ANSIC, time.UnixDate, time.RFC1123,
}

var fraction = regexp.MustCompile(`(:\d\d)\.\d+`)

// timeForm is the layout of a time, or "" for what is none.
func timeForm(text string) string {
	whole := fraction.ReplaceAllString(text, "$1")
	for _, layout := range layouts {
		if _, err := time.Parse(layout, whole); err == nil {
			if whole != text {
				return layout + " with a fraction"
			}
			return layout
		}
	}
	return ""
}

// hostOf is an address without its port.
func hostOf(text string) string { return text[:strings.Index(text, ":")] }
