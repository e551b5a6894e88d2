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

// TellJob publishes a job's new state, and logs the job if it has ended. That a
// job was interrupted is held for the first subscriber, because nobody can have
// subscribed before. All values are JSON texts, so encoding cannot fail.
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

// jobEvent returns the event in the form of the documents of 2017-06-05
// ("Dispatcher", events).
func jobEvent(j job.Job) map[string]any {
	args := map[string]any{"process_id": j.ID, "state": toldState(j)}
	if j.State != job.Pending {
		args["event_system"] = systemOf(j.ID)
		args["process_details"] = jobDetails(j)
	}
	return args
}

// toldState is the state of a job in the words of the documents, which know three:
// a job that was interrupted is finished, and its reason says why.
func toldState(j job.Job) job.State {
	if j.State == job.Interrupted {
		return job.Finished
	}
	return j.State
}

// ofClass matches the beginning of the ids of jobs that a class has run.
var ofClass = regexp.MustCompile(`^sysadm_([a-z]+)`)

// systemOf returns the class to which a job belongs; other jobs are the
// dispatcher's own.
func systemOf(id string) string {
	if class := ofClass.FindStringSubmatch(id); class != nil {
		return "sysadm/" + class[1]
	}
	return "rpc/dispatcher"
}

// jobDetails returns the job's commands and their results, each under the
// command's own name. The results of a command that is run twice are
// concatenated. The members that every job has take precedence over commands of
// the same name.
func jobDetails(j job.Job) map[string]any {
	details := map[string]any{}
	for i, r := range j.Results {
		printed, _ := details[j.Commands[i]].(string)
		details[j.Commands[i]] = printed + r.Output
		details["return_codes/"+j.Commands[i]] = strconv.Itoa(r.Code)
	}
	details["process_id"], details["state"], details["cmd_list"] = j.ID, toldState(j), j.Commands
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

// loggedJobEvent returns the event as the original sent it in February 2016, or
// nil where it sent none.
func loggedJobEvent(j job.Job) map[string]any {
	switch j.State {
	case job.Pending:
		return nil
	case job.Running:
		return map[string]any{"process_id": j.ID, "state": j.State}
	}
	if len(j.Results) == 0 {
		j.Started = time.Time{} // the original reports when the first command began
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

// jobLog returns the output of all commands in one text.
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

// timeText formats a time as in the documents: local time without a zone.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02T15:04:05")
}
