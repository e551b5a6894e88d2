package measure

import (
	"context"
	"time"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/load"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

// An askedServer is a server that many clients ask at once.
type askedServer struct {
	*process.Process
	crowd    load.Crowd
	requests int // answered so far
}

// rates measures the requests a second of n connections, to a server and to the
// floor, and the processor time in µs that each uses for a request. Where the
// system does not report that, the costs have no runs.
func (b *Bench) rates(ctx context.Context, n int, t load.Transport, q load.Question, server, bare *process.Process) (rates, costs ratio.Pair, err error) {
	crowd, err := load.Gather(n, func() (load.Client, error) { return t.Open(ctx, server.Ready, q) })
	if err != nil {
		return rates, costs, err
	}
	defer crowd.Close()
	size, err := crowd[0].Ask()
	if err != nil {
		return rates, costs, err
	}
	others, err := load.Gather(n, func() (load.Client, error) { return t.OpenFloor(ctx, bare.Ready, q, size) })
	if err != nil {
		return rates, costs, err
	}
	defer others.Close()

	value, floor := &askedServer{server, crowd, 0}, &askedServer{bare, others, 0}
	valueCost, floorCost := value.cost(), floor.cost()
	rates, err = b.Effort.Windows.Alternate(ctx, floor.rate(b.Effort.Window), value.rate(b.Effort.Window))
	if v, f := valueCost(), floorCost(); v > 0 && f > 0 {
		costs = ratio.Compare([]float64{v}, []float64{f})
	}
	return rates, costs, err
}

// rate measures requests a second.
func (a *askedServer) rate(window time.Duration) ratio.Sample {
	return func(context.Context) (float64, error) {
		n, took, err := a.crowd.Ask(window)
		a.requests += n
		return float64(n) / took.Seconds(), err
	}
}

// cost returns a function that returns the processor time of each request since
// then, in µs, or 0 if that is unknown.
func (a *askedServer) cost() func() float64 {
	before, beforeErr := process.CPU(a.PID())
	return func() float64 {
		after, err := process.CPU(a.PID())
		if beforeErr != nil || err != nil || a.requests == 0 {
			return 0
		}
		return (after - before).Seconds() * 1e6 / float64(a.requests)
	}
}
