package harness

import (
	"bytes"
	"strings"
	"sync"
)

// A tail keeps the last part of what is written to it.
type tail struct {
	mu   sync.Mutex
	text []byte
}

// tailSize is how much of a program's stderr a message quotes, in bytes.
const tailSize = 2048

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if len(t.text) > tailSize {
		t.text = bytes.Clone(t.text[len(t.text)-tailSize:])
	}
	return len(p), nil
}

func (t *tail) quoted() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.text) == 0 {
		return ""
	}
	return "; its stderr ends:\n" + strings.TrimSpace(string(t.text))
}
