package fakeiocage

import (
	"fmt"
	"os"
	"path/filepath"
)

// realPlaces are where ports and packages of FreeBSD put the real iocage.
var realPlaces = []string{"/usr/local/sbin/iocage", "/usr/local/bin/iocage"}

// refuseBesideReal returns an error if the imitation could be mistaken for the
// real command: it is called iocage on a FreeBSD that has a real one. An
// administrator who starts a jail must not be told falsely that it runs.
func refuseBesideReal(system, calledAs, allow string, places []string) error {
	if system != "freebsd" || filepath.Base(calledAs) != "iocage" || allow == "1" {
		return nil
	}
	for _, place := range places {
		if isAnother(place) {
			return fmt.Errorf("cannot run as iocage: this machine has a real one, %s: call fakeiocage by its own name, or set FAKEIOCAGE_ALLOW=1 if an imitation is what you want", place)
		}
	}
	return nil
}

// isAnother reports whether the file exists and is not the present program.
func isAnother(place string) bool {
	there, err := os.Stat(place)
	if err != nil {
		return false
	}
	self, err := os.Executable()
	if err != nil {
		return true
	}
	own, err := os.Stat(self)
	return err != nil || !os.SameFile(there, own)
}
