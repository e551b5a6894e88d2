package fuzz

import (
	"time"

	"github.com/sysadm-go/sysadm/conformance/internal/model"
)

const dispatcher = "rpc/dispatcher"

// await waits until the jobs that were started have ended, so that what they do
// can be judged. A server that does not list jobs leaves that open.
func (p *player) await() (*model.Breach, error) {
	if p.compat.RunsOnly {
		return nil, nil
	}
	for begun := time.Now(); len(p.world.Jobs()) > 0; time.Sleep(time.Millisecond) {
		listed, b, err := p.jobs()
		if b != nil || err != nil {
			return b, err
		}
		for _, id := range p.world.Jobs() {
			if state, there := listed[id]; !there || state == "finished" {
				p.world.End(id)
			} else if time.Since(begun) > p.client.server.Timeout {
				return &model.Breach{Rule: "a job ends", Section: "\"Dispatcher Subsystem\"", Expected: id + " finished", Got: state}, nil
			}
		}
	}
	return nil, nil
}

// jobs asks for the states of all jobs, by id.
func (p *player) jobs() (map[string]string, *model.Breach, error) {
	s := p.asks("list")
	s.Class = dispatcher
	all, b, err := p.exchange([]Step{s})
	if b != nil || err != nil {
		return nil, b, err
	}
	states := map[string]string{}
	args, _ := all[0].reply.Args.(map[string]any)
	queues, _ := args["jobs"].(map[string]any)
	for _, queue := range queues {
		jobs, _ := queue.(map[string]any)
		for id, job := range jobs {
			details, _ := job.(map[string]any)
			states[id], _ = details["state"].(string)
		}
	}
	return states, nil, nil
}
