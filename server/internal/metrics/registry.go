// Package metrics has counters, gauges and histograms, and writes them in the
// text format of Prometheus (version 0.0.4).
package metrics

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// ContentType is the content type of what WriteTo writes.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// A Registry holds metrics in the order in which they were made. Names and
// labels must be valid in Prometheus. Labels should have few values, because
// each combination is kept for ever.
type Registry struct {
	mu       sync.Mutex
	families []family
}

// A family is a metric with all its combinations of labels.
type family interface {
	write(*bytes.Buffer)
}

func (r *Registry) add(f family) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.families = append(r.families, f)
}

// WriteTo writes the present values of all metrics.
func (r *Registry) WriteTo(w io.Writer) (int64, error) {
	r.mu.Lock()
	families := r.families[:len(r.families):len(r.families)]
	r.mu.Unlock()
	var b bytes.Buffer
	for _, f := range families {
		f.write(&b)
	}
	return b.WriteTo(w)
}

// A description has what all metrics of a family share.
type description struct {
	name, help, kind string
	labels           []string
}

func (d description) writeHead(b *bytes.Buffer) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", d.name, helpEscapes.Replace(d.help), d.name, d.kind)
}

var (
	helpEscapes  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	valueEscapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

// A combination is the values of up to four labels. It becomes text only when
// metrics are read.
type combination [4]string

// combine returns the combination of these values.
func (d description) combine(values []string) (c combination) {
	if len(values) != len(d.labels) {
		panic(fmt.Sprintf("metric %s has %d labels, not %d", d.name, len(d.labels), len(values)))
	}
	copy(c[:len(values)], values)
	return c
}

// pairs returns the labels with their values, as written between braces.
func (d description) pairs(c combination) string {
	pairs := make([]string, len(d.labels))
	for i, label := range d.labels {
		value := strings.ToValidUTF8(c[i], "\uFFFD")
		pairs[i] = label + `="` + valueEscapes.Replace(value) + `"`
	}
	return strings.Join(pairs, ",")
}

// eachPairs yields the value of each combination, sorted by its text.
func eachPairs[V any](d description, by map[combination]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		inWords := make(map[string]V, len(by))
		for c, v := range by {
			inWords[d.pairs(c)] = v
		}
		for _, pairs := range slices.Sorted(maps.Keys(inWords)) {
			if !yield(pairs, inWords[pairs]) {
				return
			}
		}
	}
}

// writeSample writes one line.
func writeSample(b *bytes.Buffer, name, pairs string, value float64) {
	b.WriteString(name)
	if pairs != "" {
		b.WriteString("{" + pairs + "}")
	}
	b.WriteString(" " + number(value) + "\n")
}

func number(value float64) string {
	switch {
	case math.IsInf(value, 1):
		return "+Inf"
	case math.IsInf(value, -1):
		return "-Inf"
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}
