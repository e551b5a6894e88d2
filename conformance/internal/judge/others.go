package judge

import (
	"strings"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/effect"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/loan"
)

// How long it is looked whether others change the host, and the time from one look to
// the next.
const (
	othersLimit = 2 * time.Second
	othersPause = 20 * time.Millisecond
)

// othersChange is why a check is skipped that compares what it has seen at two times.
const othersChange = "others change the host meanwhile, so what it has at two times cannot be compared: run the check again while they do not"

// othersChangeJail is why a check of a jail is skipped that was not named.
const othersChangeJail = "others change the jail that the check looks at: name one with --jail that only the run uses"

// A look is what the host has, as far as a check compares it; false if it cannot be
// told.
type look func() (any, bool)

// restless reports whether a look shows changes while the check asks for none: then it
// is others who make them. On a simulated host there are none. Those of a server that
// lies are shown by the jails of the run, to which this is not applied.
func (j *judge) restless(now look) bool {
	if j.of.Simulated {
		return false
	}
	first, told := now()
	for limit := time.Now().Add(othersLimit); told && j.ctx.Err() == nil && time.Now().Before(limit); {
		time.Sleep(othersPause)
		var later any
		if later, told = now(); told && document.Compare(first, later, "") != nil {
			return true
		}
	}
	return false
}

// again asks once more what a value was the answer to, if that changes nothing.
func (j *judge) again(k keepsake) (any, bool) {
	if k.asked == nil || !effect.Reads(k.asked.action) {
		return nil, false
	}
	text, err := j.attendant.Exchange(j.ctx, k.asked.namespace, k.asked.name, k.asked.args)
	places := document.Find(document.Parse(text), k.path)
	if err != nil || len(places) != 1 {
		return nil, false
	}
	return places[0].Value, true
}

// listing is the look at all jails.
func (j *judge) listing() (any, bool) {
	return j.again(keepsake{path: j.jailsAt(), asked: new(asking("listjails"))})
}

// chosenChanges reports whether others change the jail that the check has chosen: it
// changes now or, where others change anything, it is not as it was.
func (j *judge) chosenChanges() bool {
	uuid := j.chosen.UUID
	if j.of.Simulated || uuid == "" {
		return false
	}
	rows, err := j.attendant.Jails(j.ctx)
	if now, _ := jail.Find(rows, uuid); err != nil || now != j.chosen {
		return err == nil && j.restless(j.listing)
	}
	return j.restless(func() (any, bool) {
		settings, err := j.attendant.Ask(j.ctx, "getjailsettings", "jail", uuid)
		return without(settings, jail.OwnChanges), err == nil
	})
}

// own are those rows of a value that are of jails of the run, wherever they stand.
func (j *judge) own(name string, value any) map[string]any {
	row, _ := value.(map[string]any)
	if tag, isJail := row["tag"].(string); isJail {
		if strings.HasPrefix(tag, j.of.Prefix) || j.hasLent(name) {
			return map[string]any{name: row}
		}
		return nil
	}
	found := map[string]any{}
	for key, one := range row {
		for name, row := range j.own(key, one) {
			found[name] = row
		}
	}
	return found
}

// hasLent reports whether a jail of the host was lent to the check.
func (j *judge) hasLent(uuid string) bool {
	for _, l := range j.lent {
		if l.Kind == loan.JailState && l.Name == uuid {
			return true
		}
	}
	return false
}

// settled are the jails that have been the same since the first look at the host. Who
// may choose takes one of them: nobody seems to work on it.
type settled struct {
	mu    sync.Mutex
	first map[string]jail.Row // by UUID; those that were seen otherwise since are empty
}

// of returns those of the rows, in their order.
func (s *settled) of(rows []jail.Row) (list []jail.Row) {
	s.mu.Lock()
	defer s.mu.Unlock()
	beginning := s.first == nil
	if beginning {
		s.first = map[string]jail.Row{}
	}
	for _, row := range rows {
		if beginning {
			s.first[row.UUID] = row
		}
		if s.first[row.UUID] != row {
			s.first[row.UUID] = jail.Row{}
			continue
		}
		list = append(list, row)
	}
	return list
}
