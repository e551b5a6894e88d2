package job

import (
	"fmt"
	"sync"
	"unicode/utf8"
)

// An output keeps the last bytes that the commands of a job print, up to a
// limit for all of them together, and counts the bytes that it dropped.
type output struct {
	most int

	mu      sync.Mutex
	kept    int
	printed []printed // by command
}

type printed struct {
	text []byte
	cut  int // bytes dropped before the text
	code int
}

// next starts the output of the next command.
func (o *output) next() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.printed = append(o.printed, printed{code: -1})
}

// Write keeps what the current command prints. It never fails.
func (o *output) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	last := &o.printed[len(o.printed)-1]
	last.text = append(last.text, text...)
	o.kept += len(text)
	for i := 0; o.kept > o.most; i++ {
		o.kept -= o.printed[i].drop(o.kept - o.most)
	}
	return len(text), nil
}

// drop removes up to n bytes from the front, and the rest of a character that
// this would split.
func (p *printed) drop(n int) int {
	n = min(n, len(p.text))
	for range utf8.UTFMax - 1 {
		if n < len(p.text) && !utf8.RuneStart(p.text[n]) {
			n++
		}
	}
	p.text = p.text[n:]
	p.cut += n
	return n
}

// ended records the status of the command that wrote last.
func (o *output) ended(code int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.printed[len(o.printed)-1].code = code
}

// results returns the results of all commands so far.
func (o *output) results() []Result {
	o.mu.Lock()
	defer o.mu.Unlock()
	results := make([]Result, len(o.printed))
	for i, p := range o.printed {
		results[i] = Result{Output: string(p.text), Code: p.code}
		if p.cut > 0 {
			results[i].Output = fmt.Sprintf("[%d bytes were cut here]\n%s", p.cut, p.text)
		}
	}
	return results
}
