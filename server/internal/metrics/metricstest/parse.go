// Package metricstest reads the text format of Prometheus for tests, and more
// strictly than Prometheus does.
package metricstest

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Samples are values by name and labels as written: name{label="value"}.
type Samples map[string]float64

var (
	helpLine   = regexp.MustCompile(`^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) \S.*$`)
	typeLine   = regexp.MustCompile(`^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$`)
	sampleLine = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? (\S+)$`)
	labelPair  = regexp.MustCompile(`^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(,|$)`)
)

type parser struct {
	samples Samples
	known   map[string]bool // families seen
	family  string
	kind    string
	bucket  bucket
}

// A bucket is the previous one of the same histogram and labels.
type bucket struct {
	labels    string
	le, count float64
}

// Parse parses a whole text. Each family must have HELP and TYPE before its
// samples, samples must be unique, and buckets must add up.
func Parse(text string) (Samples, error) {
	p := &parser{samples: Samples{}, known: map[string]bool{}}
	if !strings.HasSuffix(text, "\n") {
		return nil, fmt.Errorf("the text does not end with a newline")
	}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if err := p.line(line); err != nil {
			return nil, fmt.Errorf("line %d, %q: %v", i+1, line, err)
		}
	}
	return p.samples, nil
}

func (p *parser) line(line string) error {
	if m := helpLine.FindStringSubmatch(line); m != nil {
		if p.known[m[1]] {
			return fmt.Errorf("the family stands there already")
		}
		p.known[m[1]], p.family, p.kind, p.bucket = true, m[1], "", bucket{}
		return nil
	}
	if m := typeLine.FindStringSubmatch(line); m != nil {
		if m[1] != p.family || p.kind != "" {
			return fmt.Errorf("TYPE must follow HELP")
		}
		p.kind = m[2]
		return nil
	}
	if m := sampleLine.FindStringSubmatch(line); m != nil {
		return p.sample(m[1], m[3], m[4], m[1]+m[2])
	}
	return fmt.Errorf("neither HELP, TYPE nor a sample")
}

func (p *parser) sample(name, labels, number, key string) error {
	value, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return err
	}
	values, err := parseLabels(labels)
	if err != nil {
		return err
	}
	if _, twice := p.samples[key]; twice {
		return fmt.Errorf("the sample stands there already")
	}
	p.samples[key] = value
	suffix, ours := strings.CutPrefix(name, p.family)
	switch {
	case !ours || p.kind == "":
		return fmt.Errorf("a sample of another family")
	case p.kind == "counter" && value < 0:
		return fmt.Errorf("a counter below zero")
	case p.kind != "histogram" && suffix != "":
		return fmt.Errorf("a sample of another family")
	case p.kind == "histogram":
		return p.histogram(suffix, values, labels, value)
	}
	return nil
}

func (p *parser) histogram(suffix string, values map[string]string, labels string, value float64) error {
	switch suffix {
	case "_bucket":
		before, _, _ := strings.Cut(labels, `le="`)
		le, err := strconv.ParseFloat(values["le"], 64)
		if err != nil {
			return fmt.Errorf("a bucket without le")
		}
		if p.bucket.labels == before && p.bucket.le != 0 && !math.IsInf(p.bucket.le, 1) && (le <= p.bucket.le || value < p.bucket.count) {
			return fmt.Errorf("buckets must grow")
		}
		p.bucket = bucket{before, le, value}
	case "_count":
		if !math.IsInf(p.bucket.le, 1) || p.bucket.count != value {
			return fmt.Errorf("the count is not that of the bucket +Inf")
		}
	case "_sum":
	default:
		return fmt.Errorf("no part of a histogram")
	}
	return nil
}

func parseLabels(text string) (map[string]string, error) {
	values := map[string]string{}
	for text != "" {
		m := labelPair.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("bad labels at %q", text)
		}
		if _, twice := values[m[1]]; twice {
			return nil, fmt.Errorf("label %s twice", m[1])
		}
		values[m[1]] = m[2]
		text = text[len(m[0]):]
	}
	return values, nil
}
