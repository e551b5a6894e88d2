package job

import (
	"fmt"
	"sync"
	"unicode/utf8"
)

// An output keeps the end of what the commands of a job print: at most so many
// bytes of all of them together. It counts what came before.
type output struct {
	most int

	mu      sync.Mutex
	kept    int
	printed []printed // by command
}

type printed struct {
	text []byte
	cut  int // bytes that were before the text
	code int
}

// next has what is written from now on be another command's.
func (o *output) next() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.printed = append(o.printed, printed{code: -1})
}

// Write keeps what a command prints. It never fails.
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

// drop forgets the first n bytes, as far as there are, and the rest of a
// character that it would otherwise halve.
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

// ended notes the status of the command that was last to write.
func (o *output) ended(code int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.printed[len(o.printed)-1].code = code
}

// results tells of every command so far.
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
