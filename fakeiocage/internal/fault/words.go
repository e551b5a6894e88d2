package fault

import (
	"cmp"
	"strings"
)

// Words are the answers of a program whose zfs, jail or fetch fails. $NEW is the
// dataset of a jail that is being made.
type Words struct {
	// failures are the answers by command, otherFailure that of the other
	// commands; full and otherFull are those on a full pool.
	failures, full          func() map[string]Answer
	otherFailure, otherFull Answer

	// closed is the answer of every command if zfs cannot open the pool; $WHY
	// is the reason.
	closed Answer
}

// Shell are the words of the shell iocage, measured where they could be
// observed: `stop` and `set` fail with status 0.
var Shell = &Words{
	failures: failures, otherFailure: Answer{Stderr: "cannot open '$POOL/iocage': I/O error\n", ExitCode: 1},
	full: full, otherFull: Answer{Stderr: "cannot set property for '$DATASET': out of space\n", ExitCode: 1},
	closed: Answer{Stderr: "cannot open '$POOL': $WHY\n", ExitCode: 1},
}

func failures() map[string]Answer {
	return map[string]Answer{
		"activate":   {Stderr: "cannot set property for '$POOL': I/O error\n", ExitCode: 1},
		"clone":      {Stderr: "cannot create '$NEW': I/O error\n", ExitCode: 1},
		"create":     {Stderr: "cannot create '$NEW': I/O error\n", ExitCode: 1},
		"deactivate": {Stderr: "cannot set property for '$POOL': I/O error\n", ExitCode: 1},
		"destroy":    {Stdout: "  Destroying: $UUID\n", Stderr: "cannot destroy '$DATASET': dataset is busy\n", ExitCode: 1},
		"exec":       {Stderr: "jexec: jail \"ioc-$UUID\" not found\n", ExitCode: 1},
		"fetch":      {Stderr: "fetch: http://ftp.freebsd.org/pub/FreeBSD/releases/amd64/: Operation timed out\nFailed fetching remote base.txz..\n", ExitCode: 1},
		"restart":    {Stdout: "  soft restart failed!\n", Stderr: "  INFO: soft restarting $UUID ($TAG)\n", ExitCode: 1},
		"set":        {Stderr: "cannot set property for '$DATASET': I/O error\n"},
		"snap":       {Stderr: "cannot create snapshot '$DATASET': dataset is busy\n", ExitCode: 1},
		"snapshot":   {Stderr: "cannot create snapshot '$DATASET': dataset is busy\n", ExitCode: 1},
		"start":      {Stdout: "* Starting $UUID ($TAG)\n", Stderr: "jail: /usr/bin/true: failed\n  ! Start                FAILED\n", ExitCode: 1},
		"stop": {Stdout: "* Stopping $UUID ($TAG)\n  + Running pre-stop         OK\n  + Stopping services        OK\n" +
			"  + Removing jail processFAILED\n  + Running post-stop        OK\n"},
	}
}

func full() map[string]Answer {
	return map[string]Answer{
		"activate":   {Stderr: "cannot set property for '$POOL': out of space\n", ExitCode: 1},
		"clone":      {Stderr: "cannot create '$NEW': out of space\n", ExitCode: 1},
		"create":     {Stderr: "cannot create '$NEW': out of space\n", ExitCode: 1},
		"deactivate": {Stderr: "cannot set property for '$POOL': out of space\n", ExitCode: 1},
		"fetch":      {Stderr: "fetch: base.txz: No space left on device\nFailed fetching remote base.txz..\n", ExitCode: 1},
		"set":        {Stderr: "cannot set property for '$DATASET': out of space\n"},
		"snap":       {Stderr: "cannot create snapshot '$DATASET': out of space\n", ExitCode: 1},
		"snapshot":   {Stderr: "cannot create snapshot '$DATASET': out of space\n", ExitCode: 1},
	}
}

func fail(p *Plan, f Fault, c Call) {
	w := c.words()
	a := answerOf(w.failures(), w.otherFailure, c)
	if f.Stdout != nil || f.Stderr != nil { // only the given texts
		a = Answer{ExitCode: 1}
	}
	if f.Stdout != nil {
		a.Stdout = *f.Stdout
	}
	if f.Stderr != nil {
		a.Stderr = *f.Stderr
	}
	if f.ExitCode != nil {
		a.ExitCode = *f.ExitCode
	}
	p.refuse(a, c)
}

func outOfSpace(p *Plan, _ Fault, c Call) {
	w := c.words()
	p.refuse(answerOf(w.full(), w.otherFull, c), c)
}

// poolFails returns the effect of a pool that zfs(8) cannot open for that
// reason.
func poolFails(why string) func(*Plan, Fault, Call) {
	return func(p *Plan, _ Fault, c Call) {
		a := c.words().closed
		a.Stderr = strings.ReplaceAll(a.Stderr, "$WHY", why)
		p.refuse(a, c)
	}
}

func answerOf(table map[string]Answer, other Answer, c Call) Answer {
	if len(c.Args) > 0 {
		if a, known := table[c.Args[0]]; known {
			return a
		}
	}
	return other
}

// refuse sets the answer, unless an earlier fault has set one.
func (p *Plan) refuse(a Answer, c Call) {
	if p.Answer != nil {
		return
	}
	pool := cmp.Or(c.Pool, "tank")
	fill := strings.NewReplacer("$UUID", c.UUID, "$TAG", c.Tag, "$DATASET", cmp.Or(c.Dataset, pool+"/iocage"),
		"$POOL", pool, "$NEW", pool+"/iocage/jails/"+c.Run)
	p.Answer = &Answer{fill.Replace(a.Stdout), fill.Replace(a.Stderr), a.ExitCode}
}
