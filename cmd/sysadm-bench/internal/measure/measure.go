// Package measure makes the measurements, with one file for each topic.
package measure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/figure"
	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/process"
)

// A Topic is a question, and how it is answered.
type Topic struct {
	ID, Title, Text string

	measure func(ctx context.Context, b *Bench) ([]figure.Figure, error)
}

// topics are all topics in the order of the page. Memory is last: its many
// connections make this program large, and the reported peak of a program is at
// least the size of its parent.
var topics = []Topic{request, readers, simulator, command, start, suite, fleet, memory}

// Find returns the topics with these ids, or all topics if there are no ids.
func Find(ids []string) ([]Topic, error) {
	if len(ids) == 0 {
		return topics, nil
	}
	var found []Topic
	for _, id := range ids {
		i := slices.IndexFunc(topics, func(t Topic) bool { return t.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("unknown topic %q: use any of %s", id, IDs())
		}
		found = append(found, topics[i])
	}
	return found, nil
}

// IDs lists the topics.
func IDs() string {
	var ids []string
	for _, t := range topics {
		ids = append(ids, t.ID)
	}
	return strings.Join(ids, ", ")
}

// A Bench is the equipment for measurements.
type Bench struct {
	Programs process.Programs
	Folder   string // for the files of topics; its maker removes it
	Effort   Effort
}

// Measure measures a topic, or says why it could not.
func (b *Bench) Measure(ctx context.Context, t Topic) figure.Topic {
	answer := figure.Topic{ID: t.ID, Title: t.Title, Text: t.Text, Figures: []figure.Figure{}}
	figures, err := t.measure(ctx, b)
	if err != nil {
		answer.Error = err.Error()
		return answer
	}
	answer.Figures = append(answer.Figures, figures...)
	return answer
}

// plural writes a number and its noun.
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
