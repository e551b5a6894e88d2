package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/rogpeppe/go-internal/lockedfile"
	"golang.org/x/crypto/bcrypt"
)

// AddUser writes a user into a users file, or replaces the line of one who is
// there; every other line and the file's mode stay as they are. Empty roles keep
// those of the line replaced. The file is made if it is missing; two writers wait
// for each other.
func AddUser(path, name, password, roles string) error {
	line, err := userLine(name, password, roles)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("cannot make the users file's folder: %v", err)
	}
	unlock, err := lockedfile.MutexAt(path + ".lock").Lock()
	if err != nil {
		return fmt.Errorf("cannot lock the users file: %v", err)
	}
	defer unlock()

	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot read the users file: %v", err)
	}
	if err := renameio.WriteFile(path, []byte(replaceUser(string(text), name, line, roles)), 0o600); err != nil {
		return fmt.Errorf("cannot write the users file: %v", err)
	}
	return nil
}

func userLine(name, password, roles string) (string, error) {
	if err := errors.Join(checkUser(name), checkRoles(roles)); err != nil {
		return "", fmt.Errorf("cannot add the user: %v", err)
	}
	if password == "" {
		return "", errors.New("cannot add the user: the password must not be empty")
	}
	if len(password) > maxPassword {
		return "", fmt.Errorf("cannot add the user: the password is %d bytes long: bcrypt takes %d", len(password), maxPassword)
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	if err != nil {
		return "", fmt.Errorf("cannot hash the password: %v", err)
	}
	return name + ":$2y$" + strings.TrimPrefix(string(hash), "$2a$"), nil
}

// replaceUser returns the file's text with the user's line replaced or added.
func replaceUser(text, name, line, roles string) string {
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
