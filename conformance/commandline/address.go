package commandline

import (
	"fmt"
	"net/url"
	"strconv"
)

// checkAddresses makes sure that --ws and --rest say where to connect to, and
// nothing else.
func (f *reach) checkAddresses() error {
	if err := checkAddress("--ws", f.ws, "wss"); err != nil {
		return err
	}
	return checkAddress("--rest", f.rest, "https")
}

func checkAddress(flag, value, scheme string) error {
	if value == "" {
		return nil
	}
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Scheme != scheme || u.Hostname() == "":
	case u.User != nil:
		return fmt.Errorf("cannot use %s with a user or password in it: give them by --user and --password-file", flag)
	case u.RawQuery != "" || u.Fragment != "":
	default:
		if port, err := strconv.ParseUint(u.Port(), 10, 16); err == nil && port > 0 {
			return nil
		}
	}
	return fmt.Errorf("cannot use %s %q: it must look like %s://host:port", flag, value, scheme)
}
