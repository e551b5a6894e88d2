package fuzz

import (
	"context"
	"slices"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/model"
)

// A shrinker makes a sequence shorter that breaks a rule.
type shrinker struct {
	stage *stage
	ctx   context.Context
	tries int

	best   []Step
	breach model.Breach
	trace  []conformance.Message
}

// shrink leaves out steps, larger parts first, and then makes each that is left
// plainer, as long as the same rule is broken.
func (s *stage) shrink(ctx context.Context, steps []Step, b model.Breach) (*Violation, error) {
	k := &shrinker{stage: s, ctx: context.WithoutCancel(ctx), tries: s.options.Tries, best: steps, breach: b, trace: s.trace}
	for size := (len(steps) + 1) / 2; size > 0 && ctx.Err() == nil; size /= 2 {
		k.without(size)
	}
	for changed := true; changed && ctx.Err() == nil; {
		changed = k.plainer()
		changed = k.without(1) || changed
	}
	q := Sequence{Edition: s.edition.Name, Compat: s.options.Compat.Name, Steps: k.best}
	return &Violation{Breach: k.breach, Sequence: q, From: len(steps), Trace: k.trace}, nil
}

// breaks runs other steps and keeps them if the same rule is broken.
func (k *shrinker) breaks(steps []Step) bool {
	if k.tries == 0 || len(steps) == 0 {
		return false
	}
	k.tries--
	done, b, err := k.stage.run(k.ctx, func(Ground) []Step { return steps })
	if err != nil || b == nil || b.Rule != k.breach.Rule {
		return false
	}
	k.best, k.breach, k.trace = slices.Clone(steps[:done]), *b, k.stage.trace
	return true
}

// without leaves out so many steps at once wherever it can.
func (k *shrinker) without(size int) (changed bool) {
	for from := len(k.best) - size; from >= 0 && len(k.best) > 1; from -= size {
		if from+size > len(k.best) {
			continue
		}
		if k.breaks(slices.Concat(k.best[:from], k.best[from+size:])) {
			changed = true
		}
	}
	return changed
}

// plainer changes each step into one that is easier to read.
func (k *shrinker) plainer() (changed bool) {
	for i := range k.best {
		for _, plain := range []func(*Step) bool{alone, overWebSocket, byFirst} {
			if i >= len(k.best) {
				return changed
			}
			steps := slices.Clone(k.best)
			if plain(&steps[i]) && k.breaks(steps) {
				changed = true
			}
		}
	}
	return changed
}

func alone(s *Step) bool {
	joined := s.Joined
	s.Joined = false
	return joined
}

func overWebSocket(s *Step) bool {
	if s.Over == websocket || s.As != "" {
		return false
	}
	s.Over, s.Session = websocket, "first"
	return true
}

func byFirst(s *Step) bool {
	if s.Over != websocket || s.Session == "first" || s.Class != iocage {
		return false
	}
	s.Session = "first"
	return true
}
