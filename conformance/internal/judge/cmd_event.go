package judge

import (
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdEvent = Cmd{
	Name: "event", Args: "NAME [JOB | PATH=TEXT]",
	Text:  "waits for the session's next event of this name; with JOB, for one about this job; with PATH=TEXT, for one with this text at the path. The event becomes the last reply.",
	least: 1, most: 2,
	run: func(j *judge, _ *testscript.TestScript, args []string) {
		about := ""
		if len(args) == 2 {
			about = args[1]
		}
		j.answer("", j.awaitEvent(args[0], about))
	},
}

// awaitEvent takes the next event of a name, and about something unless that is
// empty, of the current session: one that came already, or one that comes.
func (j *judge) awaitEvent(name, about string) arrival {
	for {
		if event := j.takeEvent(name, about); event.text != nil {
			return event
		}
		j.sort(j.next(eventNamed(name, about)))
	}
}

// eventNamed names the event that is awaited.
func eventNamed(name, about string) string {
	if about == "" {
		return "an event " + name
	}
	return "an event " + name + " about " + about
}

// takeEvent takes the first event of that kind which has come already. Its text
// is nil if there is none.
func (j *judge) takeEvent(name, about string) arrival {
	s := j.session()
	i := slices.IndexFunc(s.events, func(a arrival) bool { return isEventOf(a.document, name, about) })
	if i < 0 {
		return arrival{}
	}
	event := s.events[i]
	s.events = slices.Delete(s.events, i, i+1)
	return event
}

// isEventOf reports whether a message is an event of a name, and about a job, or
// with a text at a path as in /args/hostname=x, unless that is empty. The original
// server writes a job's id under another name when the job is finished.
func isEventOf(message any, name, about string) bool {
	if got := document.Find(message, "/name"); len(got) != 1 || got[0].Value != name {
		return false
	}
	if path, text, isPath := strings.Cut(about, "="); isPath {
		got := document.Find(message, path)
		return len(got) == 1 && got[0].Value == text
	}
	for _, path := range []string{"/args/process_id", "/args/proc_id", "/args/process_details/process_id"} {
		if got := document.Find(message, path); len(got) == 1 && got[0].Value == about {
			return true
		}
	}
	return about == ""
}
