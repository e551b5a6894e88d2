package auth

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/crypto/bcrypt"
)

// An entry is one line of a users file: `name:hash` as htpasswd(1) writes it,
// with an optional third field of roles.
type entry struct {
	name  string
	hash  string // from bcrypt, or NoPassword
	roles string
}

// NoPassword replaces the hash of a user for whom the file has only roles: the
// password is checked by PAM, or the user logs in with an SSL key.
const NoPassword = "*"

// The roles of a users file, the groups of the original server.
const (
	wheel    = "wheel"    // full access
	operator = "operator" // the API, but not `rpc/dispatcher run`
)

func (e entry) identity() Identity {
	roles := strings.Split(e.roles, ",")
	return Identity{User: e.name, FullAccess: isAdministrator(e.name) || slices.Contains(roles, wheel)}
}

// isAdministrator reports whether a user has full access without being a member
// of wheel, and never logs in without a password, as in the original server.
func isAdministrator(user string) bool { return user == "root" || user == "toor" }

// parseUsers parses a users file. Empty lines and lines that begin with # are
// ignored. The error names every invalid line as file:line.
func parseUsers(path string, text []byte) ([]entry, error) {
	var entries []entry
	var bad []error
	seen := map[string]int{}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		e, err := parseEntry(line)
		if err == nil && seen[e.name] > 0 {
			err = fmt.Errorf("user %q is already on line %d", e.name, seen[e.name])
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("%s:%d: %v", path, number, err))
			continue
		}
		seen[e.name] = number
		entries = append(entries, e)
	}
	return entries, errors.Join(bad...)
}

func parseEntry(line string) (entry, error) {
	name, rest, found := strings.Cut(line, ":")
	if !found {
		return entry{}, errors.New("no colon: a line is name:hash or name:hash:roles")
	}
	if err := checkUser(name); err != nil {
		return entry{}, err
	}
	hash, roles, _ := strings.Cut(rest, ":")
	if _, err := bcrypt.Cost([]byte(hash)); hash != NoPassword && (err != nil || !strings.HasPrefix(hash, "$2")) {
		return entry{}, fmt.Errorf("user %q has no bcrypt hash ($2y$…): write one with sysadm-server adduser or htpasswd -B", name)
	}
	return entry{name: name, hash: hash, roles: roles}, checkRoles(roles)
}

// checkRoles accepts known roles, or none, which means the access of operator.
func checkRoles(roles string) error {
	for role := range strings.SplitSeq(roles, ",") {
		if role != "" && role != wheel && role != operator {
			return fmt.Errorf("unknown role %q: use %s or %s", role, wheel, operator)
		}
	}
	return nil
}

func checkUser(name string) error {
	switch {
	case name == "":
		return errors.New("the user's name must not be empty")
	case name[0] == '#', strings.Contains(name, ":"), strings.ContainsFunc(name, unicode.IsControl), strings.TrimSpace(name) != name:
		return fmt.Errorf("the user's name %q must not begin with #, begin or end with a blank, or contain a colon or control characters", name)
	}
	return nil
}
