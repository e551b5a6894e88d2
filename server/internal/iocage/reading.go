package iocage

import "sync"

// A Reading is the parsed output of iocage. Callers for whom iocage printed the
// same share one Reading, because hosts change far less often than they are
// asked.
type Reading[T any] struct {
	// Value is shared and must not be changed.
	Value T

	mu   sync.Mutex
	made any
}

// Once returns what make derives from the value. It is made at the first call
// and kept; an error is not kept.
func (r *Reading[T]) Once(make func(T) (any, error)) (_ any, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.made == nil {
		r.made, err = make(r.Value)
	}
	return r.made, err
}

// The limits of what readings keep. A text and the values derived from it take
// a few times its size.
const (
	mostReadings    = 64
	mostReadingText = 4 << 20 // bytes
)

// readings parses texts of one kind and keeps the last results, so that equal
// output is not parsed again.
type readings[T any] struct {
	read func(text string) (T, error)

	mu     sync.Mutex
	byText map[string]*Reading[T]
	size   int // of all texts, in bytes
}

func newReadings[T any](read func(string) (T, error)) *readings[T] {
	return &readings[T]{read: read, byText: map[string]*Reading[T]{}}
}

// of parses a text. If several callers bring the same text at once, one parses
// it and the others wait.
func (r *readings[T]) of(text []byte) (*Reading[T], error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.byText[string(text)]; known != nil {
		return known, nil
	}
	value, err := r.read(string(text))
	if err != nil {
		return nil, err
	}
	reading := &Reading[T]{Value: value}
	r.keep(string(text), reading)
	return reading, nil
}

// keep makes room by dropping all other texts. It does not keep a text that is
// longer than the limit for all.
func (r *readings[T]) keep(text string, reading *Reading[T]) {
	if len(text) > mostReadingText {
		return
	}
	if len(r.byText) == mostReadings || r.size+len(text) > mostReadingText {
		clear(r.byText)
		r.size = 0
	}
	r.byText[text] = reading
	r.size += len(text)
}
