package auth

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

// AddUser adds a user to a users file, or replaces the line of an existing
// user. All other lines and the file's mode stay as they are. The hash is that
// of HashPassword, or NoPassword. Empty roles keep those of the replaced line.
// The file is made if it is missing; simultaneous writers wait for each other.
func AddUser(path, name, hash, roles string) error {
	err := errors.Join(checkUser(name), checkRoles(roles))
	if err == nil {
		err = replace(path, func(old []byte) ([]byte, error) {
			return []byte(replaceUser(string(old), name, hash, roles)), nil
		})
	}
	if err != nil {
		return fmt.Errorf("cannot add the user: %v", err)
	}
	return nil
}

// HashPassword returns the hash of a password for a users file.
func HashPassword(password string) (string, error) {
	if password == "" {
		return "", errors.New("the password must not be empty")
	}
	if len(password) > maxPassword {
		return "", fmt.Errorf("the password is %d bytes long: bcrypt takes %d", len(password), maxPassword)
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	if err != nil {
		return "", fmt.Errorf("cannot hash the password: %v", err)
	}
	return "$2y$" + strings.TrimPrefix(string(hash), "$2a$"), nil
}

// replaceUser returns the file's text with the user's line replaced or added.
func replaceUser(text, name, hash, roles string) string {
	line := name + ":" + hash
	var b strings.Builder
	for old := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(old), name+":") {
			b.WriteString(strings.TrimRight(old, "\r\n") + "\n")
			continue
		}
		if fields := strings.SplitN(strings.TrimSpace(old), ":", 3); roles == "" && len(fields) == 3 {
			roles = fields[2]
		}
	}
	if roles != "" {
		line += ":" + roles
	}
	b.WriteString(line + "\n")
	return b.String()
}
