package action

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/logbook"
)

// TellJob publishes the state that a job has reached, and keeps it if that is its
// end. That one was interrupted is told to the first who asks, for nobody can
// have subscribed before. Texts are JSON, so that nothing can fail.
func (h *Host) TellJob(j job.Job) {
	if j.State == job.Finished || j.State == job.Interrupted {
		text, _ := wire.Marshal(jobDetails(j))
		h.Logs.Add(logbook.Dispatcher, string(text))
	}
	shape := jobEvent
	if h.Compat.OneLogPerJob {
		shape = loggedJobEvent
	}
	switch args := shape(j); {
	case args == nil:
	case j.State == job.Interrupted:
		_ = h.Events.PublishHeld(event.Dispatcher, args)
	default:
		_ = h.Events.Publish(event.Dispatcher, args)
	}
}

// jobEvent is the event as the documents of 2017-06-05 have it ("Dispatcher",
// events).
func jobEvent(j job.Job) map[string]any {
	args := map[string]any{"process_id": j.ID, "state": j.State}
	if j.State != job.Pending {
		args["event_system"] = systemOf(j.ID)
		args["process_details"] = jobDetails(j)
	}
	return args
}

// ofClass is how the ids of jobs begin that a class has run.
var ofClass = regexp.MustCompile(`^sysadm_([a-z]+)`)

// systemOf is the class that a job belongs to; others are the dispatcher's own.
func systemOf(id string) string {
	if class := ofClass.FindStringSubmatch(id); class != nil {
		return "sysadm/" + class[1]
	}
	return "rpc/dispatcher"
}

// jobDetails tells the job's commands and what became of them, under their own
// names. Those of a command that is run twice follow each other. The members
// that every job has win over commands that are called so.
func jobDetails(j job.Job) map[string]any {
	details := map[string]any{}
	for i, r := range j.Results {
		printed, _ := details[j.Commands[i]].(string)
		details[j.Commands[i]] = printed + r.Output
		details["return_codes/"+j.Commands[i]] = strconv.Itoa(r.Code)
	}
	details["process_id"], details["state"], details["cmd_list"] = j.ID, j.State, j.Commands
	if j.State == job.Running && len(j.Commands) > 0 {
		details["current_cmd"] = j.Commands[0]
	}
	for name, text := range map[string]string{
		"time_started": timeText(j.Started), "time_finished": timeText(j.Ended), "reason": j.Reason,
	} {
		if text != "" {
			details[name] = text
		}
	}
	return details
}

// loggedJobEvent is the event as the original sent it in February 2016; nil
// where it sent none.
func loggedJobEvent(j job.Job) map[string]any {
	switch j.State {
	case job.Pending:
		return nil
	case job.Running:
		return map[string]any{"process_id": j.ID, "state": j.State}
	}
	if len(j.Results) == 0 {
		j.Started = time.Time{} // the original tells when the first command began
	}
	return map[string]any{
		"cmd_list":      j.Commands,
		"log":           jobLog(j),
		"proc_id":       j.ID,
		"success":       strconv.FormatBool(j.Succeeded()),
		"time_finished": timeText(j.Ended),
		"time_started":  timeText(j.Started),
	}
}

// jobLog is what all the commands printed, in one text.
func jobLog(j job.Job) string {
	var commands []string
	for i, r := range j.Results {
		text := fmt.Sprintf("[Running Command: %s ]%s", j.Commands[i], r.Output)
		if r.Code != 0 {
			text += fmt.Sprintf("\n[Command Failed: %d ]", r.Code)
		}
		commands = append(commands, text)
	}
	return strings.Join(commands, "\n")
}

// timeText is a time as the documents write it: the host's own, without a zone.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02T15:04:05")
}
