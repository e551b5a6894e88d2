package commandline

import (
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/recording"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// startRecording has every check that ends written to the file of --record. The
// function it returns ends the recording: of a whole run or not.
func (f *flags) startRecording(o *conformance.Options) (end func(whole bool) error, err error) {
	if f.record == "" {
		return func(bool) error { return nil }, nil
	}
	file, err := recording.Create(f.record, recording.Header{
		Suite: version(), Target: targetWords(o.Host), Editions: editionNames(*o), Compat: o.Compat.Name, Began: time.Now().UTC(),
	})
	if err != nil {
		return nil, err
	}
	progress := o.Progress
	o.Progress = func(done, all int, outcome conformance.Outcome) {
		file.Add(outcome)
		if progress != nil {
			progress(done, all, outcome)
		}
	}
	return file.Close, nil
}

// targetWords says what is judged, and no secret: neither the arguments of a
// command nor a password in an address.
func targetWords(host conformance.Host) string {
	switch h := host.(type) {
	case *conformance.Simulator:
		return "the simulated host"
	case *conformance.Command:
		return "the command " + filepath.Base(h.Words[0])
	case *conformance.Address:
		return strings.TrimSpace(withoutPassword(h.Endpoint.WS) + " " + withoutPassword(h.Endpoint.REST))
	}
	return "another host"
}

func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	u.User = nil
	return u.String()
}

// editionNames are those that a run judges by.
func editionNames(o conformance.Options) []string {
	if len(o.Editions) == 0 {
		return []string{edition.Default.Name}
	}
	var names []string
	for _, e := range o.Editions {
		names = append(names, e.Name)
	}
	return names
}
