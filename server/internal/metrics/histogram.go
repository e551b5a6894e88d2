package metrics

import (
	"bytes"
	"slices"
	"sync"
	"time"
)

// Seconds are the upper bounds of buckets for what takes between a millisecond
// and minutes.
var Seconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120}

// A Histogram measures how long things take.
type Histogram struct {
	description
	bounds []float64
	mu     sync.Mutex
	by     map[combination]*distribution
}

type distribution struct {
	counts []float64 // for each bound, what lies between it and the one before
	sum    float64
	count  float64
}

// Histogram makes a histogram of seconds with these upper bounds, in order.
func (r *Registry) Histogram(name, help string, bounds []float64, labels ...string) *Histogram {
	h := &Histogram{description: description{name, help, "histogram", labels}, bounds: bounds, by: map[combination]*distribution{}}
	r.add(h)
	return h
}

// Observe counts something that took so long, with these values of the labels.
func (h *Histogram) Observe(took time.Duration, values ...string) {
	of, seconds := h.combine(values), took.Seconds()
	h.mu.Lock()
	defer h.mu.Unlock()
	d := h.by[of]
	if d == nil {
		d = &distribution{counts: make([]float64, len(h.bounds))}
		h.by[of] = d
	}
	d.sum += seconds
	d.count++
	if i, _ := slices.BinarySearch(h.bounds, seconds); i < len(h.bounds) {
		d.counts[i]++
	}
}

func (h *Histogram) write(b *bytes.Buffer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.writeHead(b)
	for pairs, d := range eachPairs(h.description, h.by) {
		d.write(b, h.name, pairs, h.bounds)
	}
}

// write writes the buckets, each with what the ones before it hold, too.
func (d *distribution) write(b *bytes.Buffer, name, pairs string, bounds []float64) {
	prefix := pairs
	if prefix != "" {
		prefix += ","
	}
	below := 0.0
	for i, bound := range bounds {
		below += d.counts[i]
		writeSample(b, name+"_bucket", prefix+`le="`+number(bound)+`"`, below)
	}
	writeSample(b, name+"_bucket", prefix+`le="+Inf"`, d.count)
	writeSample(b, name+"_sum", pairs, d.sum)
	writeSample(b, name+"_count", pairs, d.count)
}
