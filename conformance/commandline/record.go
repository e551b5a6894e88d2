package commandline

import (
	"time"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/recording"
)

func (f *runFlags) addRecord(fs *pflag.FlagSet) {
	fs.StringVar(&f.record, "record", "", "record every exchange of every check in this file, for compare")
}

// startRecording has every check that ends written to the file of --record. The
// function it returns ends the recording: of a whole run or not.
func (f *runFlags) startRecording(o *conformance.Options) (end func(whole bool) error, err error) {
	if f.record == "" {
		return func(bool) error { return nil }, nil
	}
	file, err := recording.Create(f.record, recording.Header{
		Suite: conformance.Version(), Target: conformance.TargetOf(o.Host), Editions: editionNames(*o), Compat: o.Compat.Name, Began: time.Now().UTC(),
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

// editionNames are those that a run judges by.
func editionNames(o conformance.Options) []string {
	var names []string
	for _, e := range orDefault(o.Editions) {
		names = append(names, e.Name)
	}
	return names
}
