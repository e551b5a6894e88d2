package mutant

import (
	"slices"
	"time"
)

// flightMutants are right about what is asked alone, and about when jobs ran as far as
// one looks at the day; they mix up what is in flight at the same time.
var flightMutants = []Mutant{
	together("startjail", "startjail.together"), together("stopjail", "startjail.together"),
	together("destroyjail", "destroyjail.together"), together("createjail", "createjail.together"),
	wrong("flight.swapped", "two clients that start or stop a jail at the same time get each other's answers", "startjail.together", func(p *proxy) {
		follows, _ := pairs(p, "startjail", "stopjail")
		p.replies = append(p.replies, func(x *exchange) {
			if first := follows[x]; first != nil {
				answer, _ := x.answer()
				lines, _ := answer.(message)
				rename(lines, x.text("jail"), first.text("jail"))
			}
		})
	}).offered("startjail", "stopjail"),
	wrong("flight.exec", "while a command runs in a jail nothing else is answered", "execjail.slow", func(p *proxy) {
		ended := map[*exchange]chan struct{}{}
		p.gates = append(p.gates, func(x *exchange) {
			var before []chan struct{}
			hooked(p, func() {
				for _, end := range ended {
					before = append(before, end)
				}
				if x.is("execjail") {
					ended[x] = make(chan struct{})
				}
			})
			for _, end := range before {
				wait(p, end)
			}
		})
		p.afterwards = append(p.afterwards, func(x *exchange) {
			if end := ended[x]; end != nil {
				close(end)
				delete(ended, x)
			}
		})
	}).offered("execjail"),

	// When jobs ran.
	jobEvent("job.time.minute", "the minute in the times of jobs is the month", "dispatcher.times.clock", func(a message) {
		jobTimes(a, jobTime(func(at time.Time) string { return at.Format("2006-01-02T15:01:05") }))
	}),
	jobEvent("job.time.ahead", "the times of jobs are seven minutes ahead", "dispatcher.times.clock", func(a message) {
		jobTimes(a, jobTime(func(at time.Time) string { return at.Add(7 * time.Minute).Format(jobTimeForm) }))
	}),
	jobEvent("job.time.zone", "the times of jobs name a zone that is not theirs", "dispatcher.times.clock", func(a message) {
		jobTimes(a, jobTime(func(at time.Time) string { return at.Format(jobTimeForm) + "+05:30" }))
	}),
	jobEvent("job.time.zones", "a job ends in another zone than it begins", "dispatcher.times*", func(a message) {
		jobEnds(a, jobTime(func(at time.Time) string { return at.Add(2 * time.Hour).Format(jobTimeForm) }))
	}),
	jobEvent("job.time.back", "a job ends in a zone to the west, and to the tenth of a second", "dispatcher.times*", func(a message) {
		jobEnds(a, jobTime(func(at time.Time) string { return at.Add(-2*time.Hour).Format(jobTimeForm) + ".5" }))
	}),
	jobEvent("job.output.cut", "of an output above 64 KiB the beginning is told, and nothing says so", "dispatcher.output.whole", func(a message) {
		outputs(a, func(v string) string { return v[:min(len(v), 64<<10)] })
	}),
	jobEvent("job.output.end", "of an output above 64 KiB the end is told, and nothing says so", "dispatcher.output.whole", func(a message) {
		outputs(a, func(v string) string { return v[max(0, len(v)-64<<10):] })
	}),
}

// together carries out one of two requests for one jail that are in flight, and answers
// both, each under its own name.
func together(action, caught string) Mutant {
	return wrong("flight."+action, "two clients that ask for "+action+" at the same time are both told that it was done", caught, func(p *proxy) {
		follows, told := pairs(p, action)
		p.replies = append(p.replies, func(x *exchange) {
			if first := follows[x]; first != nil {
				x.say(told[first])
				answer, _ := x.answer()
				lines, _ := answer.(message)
				rename(lines, first.text("jail"), x.text("jail"))
			}
			if x.is(action) {
				told[x] = decode([]byte(flat(x.reply["args"])))
			}
		})
	}).offered(action)
}

// pairs keeps requests for these actions back for a moment. Another one like it that
// comes meanwhile follows it to the server when it has been answered. told is for what
// the first was told.
func pairs(p *proxy, actions ...string) (follows map[*exchange]*exchange, told map[*exchange]message) {
	follows, told = map[*exchange]*exchange{}, map[*exchange]message{}
	leading, ended := map[string]*exchange{}, map[*exchange]chan struct{}{}
	p.gates = append(p.gates, func(x *exchange) {
		if !slices.ContainsFunc(actions, x.is) {
			return
		}
		what := x.action() + x.text("props") + p.uuidOf(x.text("jail"))
		var before chan struct{}
		hooked(p, func() {
			if first := leading[what]; first != nil {
				follows[x], before = first, ended[first]
			} else {
				leading[what], ended[x] = x, make(chan struct{})
			}
		})
		if before != nil {
			wait(p, before)
		} else {
			time.Sleep(100 * time.Millisecond)
		}
	})
	p.afterwards = append(p.afterwards, func(x *exchange) {
		if end := ended[x]; end != nil {
			close(end)
			delete(ended, x)
			for what, first := range leading {
				if first == x {
					delete(leading, what)
				}
			}
		}
	})
	return follows, told
}

// jobTime changes a time that is in the form of jobs, and leaves all others.
func jobTime(change func(at time.Time) string) func(string) string {
	return func(v string) string {
		at, err := time.Parse(jobTimeForm, v[:min(len(v), len(jobTimeForm))])
		if err != nil {
			return v
		}
		return change(at)
	}
}

// jobEnds bends the times at which jobs ended.
func jobEnds(args message, change func(string) string) {
	for _, m := range append(objects(args), args) {
		changeTexts(m, "time_finished", change)
	}
}
