package conformance

import (
	"fmt"
	"time"
)

// A Known lists checks of a target that are known to fail, always or now and
// then.
type Known struct {
	// ID is a glob over the ids of checks, as in Options.Run. One that matches no
	// check of the run is an error.
	ID string

	// Edition limits the entry to one edition; empty means every edition.
	Edition string

	// Reason is shown beside the check.
	Reason string

	// Until is when the entry ends; zero means never.
	Until time.Time

	// Retries is 0 for a known failure: it does not count, and if the check
	// passes it ends as Error, because the list is out of date. Otherwise the
	// checks are flakes: a check that does not pass is run again, up to Retries
	// times, and counts if it never passes.
	Retries int
}

// knownOf returns what is known of a check today: the first entry that matches.
func (o Options) knownOf(c Check) (Known, bool) {
	for _, k := range o.Known {
		over := !k.Until.IsZero() && time.Now().After(k.Until)
		if !over && (k.Edition == "" || k.Edition == c.Edition.Name) && globRegexp(k.ID).MatchString(nameOf(k.ID, c)) {
			return k, true
		}
	}
	return Known{}, false
}

// apply turns the end of a check into what it means for who knows it. again
// runs the check once more.
func (k Known) apply(o Outcome, again func() Outcome) Outcome {
	if k.Retries > 0 {
		return k.retry(o, again)
	}
	switch o.Status {
	case Fail:
		o.Known = k.Reason
	case Pass:
		o.Status = Error
		o.Message = fmt.Sprintf("the check passes, although it is known to fail (%s): %s", k.Reason, k.mend(o.Check))
	}
	return o
}

// mend says what to do about a check that is known to fail and passes.
func (k Known) mend(c Check) string {
	out := fmt.Sprintf("take %s out of the known failures", k.ID)
	if k.ID != c.ID {
		out += ", or name the checks that fail in its place"
	}
	return out
}

// retry runs a flake again until it passes. A pass that took several tries says
// so.
func (k Known) retry(o Outcome, again func() Outcome) Outcome {
	tries := 1
	for ; o.Status != Pass && o.Status != Skip && tries <= k.Retries; tries++ {
		took := o.Duration
		o = again()
		o.Duration += took
	}
	switch {
	case o.Status == Pass && tries > 1:
		o.Known = fmt.Sprintf("passed on try %d of %d: %s", tries, k.Retries+1, k.Reason)
	case o.Status == Fail:
		o.Message += fmt.Sprintf(" (on each of %d tries, although it is known as a flake: %s)", tries, k.Reason)
	}
	return o
}

// knowsAll makes sure that every known check is a check of the run.
func (p plan) knowsAll(o Options) error {
	for _, k := range o.Known {
		part := p
		if k.Edition != "" {
			part = p.of(k.Edition)
		}
		if len(part) == 0 {
			continue // of an edition that is not judged
		}
		if _, err := part.matching("the known failure", []string{k.ID}, nameOf); err != nil {
			return err
		}
	}
	return nil
}

// of returns the checks of an edition.
func (p plan) of(edition string) plan {
	var part plan
	for _, one := range p {
		if one.Check.Edition.Name == edition {
			part = append(part, one)
		}
	}
	return part
}
