package recording_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/recording"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

var header = recording.Header{
	Format: recording.Format, Suite: "v1", Target: conformance.Target{Kind: "simulated"},
	Editions: []string{"2016-02-05"}, Compat: "documented", Began: time.Date(2016, 2, 5, 1, 2, 3, 0, time.UTC),
}

func outcome(id, text string) conformance.Outcome {
	return conformance.Outcome{
		Check:  conformance.Check{ID: id, Edition: edition.Default, Level: conformance.Must},
		Status: conformance.Pass, Trace: []conformance.Message{{Session: "first", Transport: "rest", Direction: "received", Status: 200, Text: text}},
	}
}

// write records outcomes and returns the file.
func write(t require.TestingT, path string, whole bool, outcomes ...conformance.Outcome) {
	file, err := recording.Create(path, header)
	require.NoError(t, err)
	for _, o := range outcomes {
		file.Add(o)
	}
	require.NoError(t, file.Close(whole))
}

func TestEveryByteComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r")
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) })), 1, 5).Draw(t, "texts")
		var outcomes []conformance.Outcome
		for i, text := range texts {
			outcomes = append(outcomes, outcome(strings.Repeat("a", i+1), text))
		}
		write(t, path, true, outcomes...)
		r, err := recording.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, header, r.Header)
		require.True(t, r.Ended)
		require.Len(t, r.Checks, len(texts))
		for i, c := range r.Checks {
			require.Equal(t, outcomes[i].Trace, c.Messages)
			require.Equal(t, conformance.Pass, c.Status)
		}
	})
}

// A run that is killed leaves a file that ends anywhere.
func TestCutAnywhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r")
	write(t, path, true, outcome("a", "one"), outcome("b", "two"))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	first := bytes.IndexByte(text, '\n') + 1
	for end := range text {
		r, err := recording.Read(bytes.NewReader(text[:end]))
		if end < first {
			require.ErrorContains(t, err, "not the heading of a recording")
			continue
		}
		require.NoError(t, err)
		require.False(t, r.Ended)
		require.Len(t, r.Checks, min(2, bytes.Count(text[:end], []byte("\n"))-1))
	}
}

func TestInterruptedRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r")
	write(t, path, false, outcome("a", "one"), conformance.Outcome{Status: conformance.Disabled}, conformance.Outcome{})
	r, err := recording.ReadFile(path)
	require.NoError(t, err)
	require.False(t, r.Ended)
	require.Len(t, r.Checks, 1, "neither what was not selected nor what was not begun")
}

func TestRunThatCannotBeginLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r")
	write(t, path, false)
	require.NoFileExists(t, path)
	write(t, path, true, outcome("a", strings.Repeat("long", 1000)))
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	write(t, path, false)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)

	write(t, path, true, outcome("a", "short"))
	r, err := recording.ReadFile(path)
	require.NoError(t, err)
	require.Len(t, r.Checks, 1, "a shorter recording leaves nothing of a longer one")
}

func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full on this system")
	}
	file, err := recording.Create("/dev/full", header)
	require.NoError(t, err)
	file.Add(outcome("a", "one"))
	file.Add(outcome("b", "two"))
	require.ErrorContains(t, file.Close(true), "cannot record to /dev/full: no space left on device: the recording ends after 0 checks")
}

func TestNoSuchFolder(t *testing.T) {
	_, err := recording.Create(filepath.Join(t.TempDir(), "no", "file"), header)
	require.ErrorContains(t, err, "no such file or directory")
	_, err = recording.ReadFile(filepath.Join(t.TempDir(), "none"))
	require.ErrorContains(t, err, "no such file or directory")
}

const (
	first = `{"recording":1}` + "\n"
	check = `{"check":"a","edition":"e","status":"pass","messages":[]}` + "\n"
)

func TestWhatIsNoRecording(t *testing.T) {
	for text, why := range map[string]string{
		"":                           "not the heading of a recording",
		"\n":                         "not the heading of a recording",
		"<html>\n":                   "not the heading of a recording",
		"{}\n":                       "format 0, and this program reads format 1",
		`{"recording":2}` + "\n":     "format 2, and this program reads format 1: record it again",
		first + "x\n":                "line 2",
		first + "{}\n":               "line 2: it is not a check: it lacks an id, an edition or a status",
		first + check + check:        "line 3: duplicate check a of edition e",
		first + check + "null\n":     "line 3: it is not a check",
		first + `{"check":1}` + "\n": "line 2",
		first + check + `{"ended":"2016-02-05T00:00:00Z","checks":2}` + "\n":        "line 3: there are 1 checks, and there were 2 when they were written",
		first + `{"ended":"2016-02-05T00:00:00Z","checks":0}` + "\n" + check:        "line 3: it follows the last line",
		first + `{"check":"a","edition":"e","status":"green","messages":[]}` + "\n": "line 2: it is not a check",
	} {
		_, err := recording.Read(strings.NewReader(text))
		require.ErrorContains(t, err, why, text)
	}
}

// endless is a line that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestLineWithoutEnd(t *testing.T) {
	_, err := recording.Read(io.MultiReader(strings.NewReader(first), endless{}))
	require.ErrorContains(t, err, "line 2: it is longer than 67108864 bytes")
}

// Whatever is read can be written, and read again.
func FuzzRead(f *testing.F) {
	f.Add([]byte(first + check))
	f.Add([]byte(first + `{"check":"a","edition":"e","status":"fail","reason":"x","messages":[{"session":"s","transport":"rest","direction":"sent","text":"","base64":"/w=="}]}` + "\n"))
	f.Add([]byte(first + check + `{"ended":"2016-02-05T00:00:00Z","checks":1}` + "\n"))
	path := filepath.Join(f.TempDir(), "r")
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := recording.Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		file, err := recording.Create(path, r.Header)
		require.NoError(t, err)
		var written []recording.Check
		for _, c := range r.Checks {
			if c.Status == conformance.Disabled {
				continue
			}
			file.Add(conformance.Outcome{
				Check:  conformance.Check{ID: c.ID, Edition: edition.Edition{Name: c.Edition}, Level: c.Level},
				Status: c.Status, Message: c.Reason, Trace: c.Messages,
			})
			written = append(written, c)
		}
		require.NoError(t, file.Close(true))
		if len(written) == 0 {
			return
		}
		again, err := recording.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, written, again.Checks)
		require.True(t, again.Ended)
	})
}
