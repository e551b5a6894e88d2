package iocage

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// maxName is the longest name of a ZFS dataset, in bytes; tags, uuids and pools
// may not be longer.
const maxName = 255

// patternCharacters are refused in names because iocage looks a jail up as the
// regular expression NAME$, and could find a jail that the client did not name.
// The blank (see wholeName), `.`, `+`, `@`, `=` and `:` occur in tags and are
// allowed: with these, iocage either finds that very tag or reports that several
// jails match.
const patternCharacters = `[](){}*?|\^$`

// poolName is zpool(8)'s grammar without the blank, which the shell iocage
// takes for "no pool given".
var poolName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.:-]*$`)

// checkJail refuses a name that iocage would not read as a tag or uuid.
func checkJail(name string) error {
	if err := checkWord("jail", name); err != nil {
		return err
	}
	if i := strings.IndexAny(name, patternCharacters); i >= 0 {
		return refusef("the jail's name must not hold %q: iocage would read it as a pattern", name[i])
	}
	if strings.Contains(name, "/") {
		return refusef("the jail's name must not hold a /: neither a tag nor a uuid does, but the names of datasets do")
	}
	if strings.Trim(name, ".+") == "" {
		return refusef("the jail's name must hold more than %q: iocage would read it as a pattern", name)
	}
	if hasWord(name, "ALL") {
		return refusef("ALL names every jail at once: name one jail")
	}
	return nil
}

// checkOneJail is checkJail for commands that change the jail they find. They
// must not get the name `default`, which means the default settings.
func checkOneJail(name string) error {
	if hasWord(name, "default") {
		return refusef("default names the default settings: name a jail")
	}
	return checkJail(name)
}

// hasWord reports whether a name contains a word. The shell iocage uses names
// without quotes, so each word of a name counts as a name (iocage_legacy,
// lib/ioc-rc, 2016).
func hasWord(name, word string) bool { return slices.Contains(strings.Fields(name), word) }

func checkPool(name string) error {
	if err := checkWord("pool", name); err != nil {
		return err
	}
	if !poolName.MatchString(name) {
		return refusef("the pool's name must be a letter, then letters, digits and any of _ . : -")
	}
	return nil
}

// checkWord refuses arguments that are empty, switches, or would be cut by a
// terminal or a C string.
func checkWord(kind, name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return refusef("the %s's name must not be empty", kind)
	case len(name) > maxName:
		return refusef("the %s's name is %d bytes long: %d are allowed", kind, len(name), maxName)
	case strings.Contains(" "+name, " -"):
		return refusef("the %s's name must not begin with -, nor a word of it", kind)
	case strings.ContainsFunc(name, unprintable):
		return refusef("the %s's name must not hold control characters", kind)
	}
	return nil
}

// maxWords limits the arguments of a command, in bytes. Every system accepts
// this many; with too many the command would not start (execve(2), E2BIG).
const maxWords = 64 << 10

// checkLength refuses arguments that are too long in total.
func checkLength(args []string) error {
	length := 0
	for _, arg := range args {
		length += len(arg) + 1
	}
	if length > maxWords {
		return refusef("the arguments are %d bytes long: iocage can be given %d", length, maxWords)
	}
	return nil
}

// notGraphic reports what is no visible character, white space included.
func notGraphic(r rune) bool { return unprintable(r) || unicode.IsSpace(r) }

func unprintable(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}

// quote shortens a line of output for use in an error.
func quote(line string) string {
	const most = 200
	if len(line) > most {
		return fmt.Sprintf("%q…", line[:most])
	}
	return fmt.Sprintf("%q", line)
}
