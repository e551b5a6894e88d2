package conformance

import "math/rand/v2"

// order returns the places of the plan in the order in which they are begun:
// that of the plan, or another one for each Shuffle.
func (r *run) order() []int {
	order := make([]int, len(r.plan))
	for i := range order {
		order[i] = i
	}
	if seed := r.options.Shuffle; seed != 0 {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return order
}
