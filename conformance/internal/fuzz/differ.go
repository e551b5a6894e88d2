package fuzz

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/model"
)

// A pair is two targets that are sent the same, one step behind the other.
type pair struct{ one, other *player }

// play carries out the steps on both until an answer breaks a rule, or until the
// answers differ.
func (p pair) play(steps []Step) (done int, b *model.Breach, err error) {
	for done < len(steps) {
		n := p.one.group(steps[done:])
		for _, target := range []*player{p.one, p.other} {
			if _, b, err = target.play(steps[done : done+n]); b != nil || err != nil {
				return done + n, target.blamed(b, target == p.other), err
			}
		}
		done += n
		if b := p.differ(); b != nil {
			return done, b, nil
		}
	}
	return done, nil, nil
}

// blamed says of a breach that the other target committed it.
func (p *player) blamed(b *model.Breach, other bool) *model.Breach {
	if b == nil || !other {
		return b
	}
	blamed := *b
	blamed.Rule += " (the other target)"
	return &blamed
}

// differ compares the answers to the last group of both. Where they claim
// different ways, whom each refuses is for the model to judge.
func (p pair) differ() *model.Breach {
	for i := range min(len(p.one.last), len(p.other.last)) {
		cut := p.one.compat.CutValues || p.other.compat.CutValues
		mine, yours := p.one.outcome(p.one.last[i], cut), p.other.outcome(p.other.last[i], cut)
		refused := mine == refusal || yours == refusal
		if mine != yours && !(refused && p.one.compat.Name != p.other.compat.Name) {
			return &model.Breach{
				Rule: "both targets answer alike", Section: "two targets, the same requests",
				Expected: "as the first: " + shorten(mine), Got: "from the other: " + shorten(yours),
			}
		}
	}
	return nil
}

// refusal is the outcome of what is refused, in whatever words.
const refusal = "a refusal"

// outcome is an answer without what two right targets need not have in common:
// uuids, jids, times, tokens, sizes, the words of a refusal, and jails that are
// no business of the run.
func (p *player) outcome(s *sent, cut bool) string {
	if s.reply.Code != 200 {
		return fmt.Sprint("error ", s.reply.Code)
	}
	if s.Class != iocage {
		return "an answer"
	}
	q := model.Request{Args: s.args}
	if p.world.Refuses(q, s.reply) {
		return refusal
	}
	text, err := encode(p.align(s.reply.Args, cut))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// align replaces in an answer what is each target's own.
func (p *player) align(value any, cut bool) any {
	switch v := value.(type) {
	case string:
		return p.alignText(v, cut)
	case map[string]any:
		aligned := map[string]any{}
		progress := slices.ContainsFunc(slices.Collect(maps.Keys(v)), isFirstLine)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if key := rowKey(name, v[name]); !(progress && !isFirstLine(name) || slices.Contains(own, name) || p.isOthers(key)) {
				aligned[p.alignText(key, cut)] = p.align(v[name], cut)
			}
		}
		return aligned
	}
	return value
}

// rowKey is what a row can be known by: its key, or the UUID in it where jails
// stand under their jids.
func rowKey(key string, row any) string {
	members, _ := row.(map[string]any)
	if uuid, isText := members["uuid"].(string); isText {
		return uuid
	}
	return key
}

// isFirstLine reports the line with which iocage begins to start or stop a jail.
// Those that follow are an open set (ruling 7).
func isFirstLine(line string) bool { return strings.HasPrefix(line, "* ") }

// own are members whose values are a host's own.
var own = []string{
	"jid", "ip4", "ava", "use", "crt", "available", "used", "compressratio", "last_started", "hostid", "jail_zfs_dataset", "mountpoint",
	"origin", "host_hostname", "defaults", "remote",
}

var (
	uuids = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	times = regexp.MustCompile(`\d{4}-\d\d-\d\d[@_]\d\d(:\d\d:\d\d)?`)
)

func (p *player) alignText(text string, cut bool) string {
	if cut {
		text, _, _ = strings.Cut(text, ":")
	}
	text = uuids.ReplaceAllStringFunc(text, func(uuid string) string {
		return fmt.Sprintf("<jail %d>", slices.Index(p.seen, uuid))
	})
	return strings.TrimSpace(times.ReplaceAllString(text, "<time>"))
}

// isOthers reports the UUID of a jail that the run must not look at: on a host
// that is not simulated, one that others have made.
func (p *player) isOthers(uuid string) bool {
	if p.simulated || !uuids.MatchString(uuid) {
		return false
	}
	return !slices.ContainsFunc(p.world.Jails(), func(j model.Jail) bool { return j.UUID == uuid && p.isOwn(j) })
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 400 {
		return string(runes[:400]) + "…"
	}
	return text
}
