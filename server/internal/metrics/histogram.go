package metrics

import (
	"bytes"
	"math"
	"slices"
	"sync/atomic"
	"time"
)

// Seconds are the upper bounds of buckets for what takes between a millisecond
// and minutes.
var Seconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120}

// A Histogram measures how long things take.
type Histogram struct {
	description
	bounds []float64
	by     table[distribution]
}

type distribution struct {
	counts []atomic.Uint64 // by bound, those above the previous bound; the last is for all above
	sum    atomic.Int64    // nanoseconds
}

// Histogram makes a histogram of seconds with these upper bounds, in order.
func (r *Registry) Histogram(name, help string, bounds []float64, labels ...string) *Histogram {
	h := &Histogram{description: description{name, help, "histogram", labels}, bounds: bounds}
	r.add(h)
	return h
}

// Observe records a duration for these values of the labels.
func (h *Histogram) Observe(took time.Duration, values ...string) {
	d := h.by.of(h.combine(values), func() *distribution {
		return &distribution{counts: make([]atomic.Uint64, len(h.bounds)+1)}
	})
	i, _ := slices.BinarySearch(h.bounds, took.Seconds())
	d.counts[i].Add(1)
	d.sum.Add(int64(took))
}

func (h *Histogram) write(b *bytes.Buffer) {
	h.writeHead(b)
	for pairs, d := range eachPairs(h.description, h.by.all()) {
		d.write(b, h.name, pairs, h.bounds)
	}
}

// write writes the buckets; each includes the ones before it, as the format
// requires.
func (d *distribution) write(b *bytes.Buffer, name, pairs string, bounds []float64) {
	prefix := pairs
	if prefix != "" {
		prefix += ","
	}
	below := 0.0
	for i, bound := range append(slices.Clone(bounds), math.Inf(1)) {
		below += float64(d.counts[i].Load())
		writeSample(b, name+"_bucket", prefix+`le="`+number(bound)+`"`, below)
	}
	writeSample(b, name+"_sum", pairs, time.Duration(d.sum.Load()).Seconds())
	writeSample(b, name+"_count", pairs, below)
}
