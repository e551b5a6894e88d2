package fuzz

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// Print tells a person which rule was broken, by what, and how to see it again.
func (v *Violation) Print(w io.Writer) {
	fmt.Fprintf(w, "VIOLATION [%s %s] after %s, made shorter from %d\n", v.Sequence.Edition, v.Sequence.Compat, v.Sequence.Size(), v.From)
	fmt.Fprintf(w, "  rule      %s\n", v.Breach.Rule)
	fmt.Fprintf(w, "  section   %s\n", v.Breach.Section)
	fmt.Fprintf(w, "  expected  %s\n", v.Breach.Expected)
	fmt.Fprintf(w, "  got       %s\n", strings.TrimSpace(v.Breach.Got))
	fmt.Fprintf(w, "  exchange\n")
	for _, m := range v.Trace {
		fmt.Fprintf(w, "    %s\n", line(m))
	}
	fmt.Fprintf(w, "  again     sysadm-conformance replay %s\n", v.Sequence.ID())
}

// Size is how many steps there are, in words.
func (s Sequence) Size() string {
	if len(s.Steps) == 1 {
		return "1 step"
	}
	return fmt.Sprintf("%d steps", len(s.Steps))
}

// line is a message of the exchange in one line.
func line(m conformance.Message) string {
	text := strings.TrimSpace(m.Text)
	if runes := []rune(text); len(runes) > 700 {
		text = string(runes[:700]) + "…"
	}
	switch {
	case m.Verb != "":
		return fmt.Sprintf("%s %s %s %s %s %s", m.Transport, m.Session, m.Direction, m.Verb, m.Path, text)
	case m.Status != 0:
		return fmt.Sprintf("%s %s %s %d %s", m.Transport, m.Session, m.Direction, m.Status, text)
	}
	return fmt.Sprintf("%s %s %s %s", m.Transport, m.Session, m.Direction, text)
}

// JSON is the sequence for a file.
func (s Sequence) JSON() []byte {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // steps are made of JSON alone
	}
	return append(text, '\n')
}

// Name is a short name for a file, the same for the same sequence.
func (s Sequence) Name() string {
	return fmt.Sprintf("fuzz-%x", sha256.Sum256(s.JSON()))[:17]
}
