package fuzz

import (
	"context"

	"github.com/sysadm-go/sysadm/conformance"
)

// lend notes, before the first jail is made on a host that stays, how it was and
// what the jails of the run will be called.
func (s *stage) lend(p *player) error {
	if p.simulated || !s.options.Destructive || s.options.Ledger == nil || !p.edition.Offers("createjail") {
		return nil
	}
	before := conformance.Inventory{Jails: map[string]map[string]string{}}
	loan := s.loan()
	for _, j := range p.world.Jails() {
		if p.isOwn(j) {
			continue // left by a sequence before
		}
		before.Jails[j.UUID] = map[string]string{"tag": j.Tag, "boot": j.Boot, "type": j.Type, "state": j.State}
		loan.Spare = append(loan.Spare, j.UUID)
	}
	if err := s.options.Ledger.Begin(s.options.RunID, p.edition.Name, before); err != nil {
		return err
	}
	p.lent = true
	return s.options.Ledger.Lend(loan)
}

func (s *stage) loan() conformance.Loan {
	return conformance.Loan{Kind: conformance.NewJails, Edition: s.edition.Name, Name: s.prefix}
}

// giveBack destroys the jails that a sequence has made on a host that stays. What
// is left stays in the ledger.
func (s *stage) giveBack(p *player) error {
	if p.simulated || !p.edition.Offers("destroyjail") {
		return nil
	}
	p.ctx = context.WithoutCancel(p.ctx)
	if p.tidy() > 0 || !p.lent {
		return nil
	}
	return s.options.Ledger.Return(s.loan())
}

// tidy destroys the jails of the run and returns how many are left: 1 if the
// target does not even tell. A jail outlives its clones, hence the rounds.
func (p *player) tidy() (left int) {
	for range 3 {
		if b, err := p.together([]Step{p.asks("listjails")}); b != nil || err != nil {
			return 1
		}
		left = 0
		for _, j := range p.world.Jails() {
			if !p.isOwn(j) {
				continue
			}
			left++
			if j.State == "up" {
				p.tries("stopjail", j.UUID)
			}
			p.tries("destroyjail", j.UUID)
		}
		if left == 0 {
			break
		}
	}
	return left
}

// tries asks for something to be done to a jail: whether it has been the next
// list tells.
func (p *player) tries(action, uuid string) {
	s := p.asks(action)
	s.Args = args{"action": action, "jail": uuid}
	_, _ = p.together([]Step{s})
}
