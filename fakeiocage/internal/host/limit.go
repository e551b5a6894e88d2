package host

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/prop"
)

// A Limit is one rctl(8) rule: memoryuse:deny=1073741824.
type Limit struct {
	Resource string `json:"resource"`
	Action   string `json:"action"`
	Amount   int64  `json:"amount"`
}

// rule returns the limit as rctl(8) prints it, without its subject.
func (l Limit) rule(amount string) string { return l.Resource + ":" + l.Action + "=" + amount }

// ApplyLimits adds a rule for each limit among the properties if rlimits is on.
// Its message completes a line that it begins (measured: cap).
func (j *Jail) ApplyLimits(say Say) {
	if j.Get("rlimits") != "on" {
		return
	}
	say.To(ApplyingLimits)
	refused := false
	for _, p := range prop.Table {
		if p.Group == prop.Rctl {
			refused = j.applyLimit(p.Name, say) || refused
		}
	}
	if !refused {
		say.To(LimitsApplied)
	}
}

// applyLimit applies one property, LIMIT:ACTION, and reports whether rctl(8)
// refused it. A malformed value does not count as refused: the original
// continues as if it were applied.
func (j *Jail) applyLimit(property string, say Say) (refused bool) {
	limit, rest, _ := strings.Cut(j.Get(property), ":")
	action, _, _ := strings.Cut(rest, ":")
	switch {
	case limit == "off":
		return false
	case limit == "" || action == "":
		say.To(LimitMalformed, limit, action, property)
		return false
	}
	amount, ok := parseAmount(limit)
	why := j.pool.host.refuseLimit(action, ok)
	if why != "" {
		say.To(Raw, why)
		say.To(LimitRefused, property+"="+action+":"+limit)
		return true
	}
	if rule := (Limit{property, action, amount}); !slices.Contains(j.Limits, rule) {
		j.Limits = append(j.Limits, rule)
	}
	return false
}

// refuseLimit returns the message with which rctl(8) refuses a rule with that
// action, or "".
func (m *Machine) refuseLimit(action string, amountIsGood bool) string {
	known := slices.Contains([]string{"deny", "log", "devctl", "throttle"}, action) || strings.HasPrefix(action, "sig")
	if why := m.NoRctl(); why != "" {
		return why
	}
	if !known || !amountIsGood {
		return "rctl: rctl_add_rule: Invalid argument"
	}
	return ""
}

// NoRctl returns the message of rctl(8) if the kernel does not count resources,
// or "".
func (m *Machine) NoRctl() string {
	switch {
	case m.Sysctl["kern.features.rctl"] == "":
		return "rctl: RACCT/RCTL support not present in kernel; see rctl(8) for details"
	case m.Sysctl["kern.racct.enable"] != "1":
		return "rctl: RACCT/RCTL present, but disabled; enable using kern.racct.enable=1 tunable"
	}
	return ""
}

// ReleaseLimits removes the jail's rules. It returns false if there were none.
func (j *Jail) ReleaseLimits() bool {
	had := len(j.Limits) > 0
	j.Limits = nil
	return had
}

// Rules returns the rules of all jails as `rctl` prints them, in the order in
// which the jails were started.
func (p *Pool) Rules() []string {
	var limited []*Jail
	for _, j := range p.Jails("") {
		if len(j.Limits) > 0 {
			limited = append(limited, j)
		}
	}
	slices.SortFunc(limited, func(a, b *Jail) int { return cmp.Or(cmp.Compare(a.JID(), b.JID()), byDataset(a, b)) })
	var rules []string
	for _, j := range limited {
		for _, l := range j.Limits {
			rules = append(rules, "jail:"+j.KernelName()+":"+l.rule(strconv.FormatInt(l.Amount, 10)))
		}
	}
	return rules
}

// ShortRules returns the jail's rules as `rctl -h` prints them, without the
// subject.
func (j *Jail) ShortRules() []string {
	var rules []string
	for _, l := range j.Limits {
		rules = append(rules, l.rule(humanize(l.Amount)))
	}
	return rules
}

// humanize writes a number in at most five characters, as rctl -h does: 1024M.
func humanize(n int64) string {
	if n < 100000 {
		return strconv.FormatInt(n, 10)
	}
	unit := 0
	for n >= 10000 && unit < len(units)-1 {
		n = (n + 512) / 1024
		unit++
	}
	return strconv.FormatInt(n, 10) + units[unit:unit+1]
}

// parseAmount reads a number with an optional binary unit, as expand_number(3)
// does: 20, 8G.
func parseAmount(s string) (int64, bool) {
	if strings.Contains(s, ".") {
		return 0, false
	}
	return parseSize(s)
}
