package metrics

import (
	"bytes"
	"sync/atomic"
)

// A Counter counts events.
type Counter struct {
	description
	counts table[atomic.Uint64]
}

// Counter makes a counter; without labels it begins at 0.
func (r *Registry) Counter(name, help string, labels ...string) *Counter {
	c := &Counter{description: description{name, help, "counter", labels}}
	if len(labels) == 0 {
		c.of(combination{})
	}
	r.add(c)
	return c
}

// Add adds one for these values of the labels.
func (c *Counter) Add(values ...string) { c.of(c.combine(values)).Add(1) }

func (c *Counter) of(values combination) *atomic.Uint64 {
	return c.counts.of(values, func() *atomic.Uint64 { return new(atomic.Uint64) })
}

func (c *Counter) write(b *bytes.Buffer) {
	c.writeHead(b)
	for pairs, count := range eachPairs(c.description, c.counts.all()) {
		writeSample(b, c.name, pairs, float64(count.Load()))
	}
}

// A sampled metric computes its values when they are read.
type sampled struct {
	description
	values map[combination]func() float64
}

func (s sampled) write(b *bytes.Buffer) {
	s.writeHead(b)
	for pairs, value := range eachPairs(s.description, s.values) {
		writeSample(b, s.name, pairs, value())
	}
}

// Gauge makes a metric that can go up and down; value is called when it is
// read.
func (r *Registry) Gauge(name, help string, value func() float64) {
	r.add(sampled{description{name, help, "gauge", nil}, map[combination]func() float64{{}: value}})
}

// GaugeBy is a Gauge for each value of a label.
func (r *Registry) GaugeBy(name, help, label string, values map[string]func() float64) {
	s := sampled{description{name, help, "gauge", []string{label}}, map[combination]func() float64{}}
	for of, value := range values {
		s.values[combination{of}] = value
	}
	r.add(s)
}

// CounterFunc makes a metric that never goes down; value is called when it is
// read.
func (r *Registry) CounterFunc(name, help string, value func() float64) {
	r.add(sampled{description{name, help, "counter", nil}, map[combination]func() float64{{}: value}})
}

// Info makes a metric that is always 1 and carries information in its labels.
func (r *Registry) Info(name, help string, labels, values []string) {
	d := description{name, help, "gauge", labels}
	r.add(sampled{d, map[combination]func() float64{d.combine(values): func() float64 { return 1 }}})
}
