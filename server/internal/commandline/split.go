// Package commandline splits a command line into words as the original server
// did. No shell reads it; only white space and double quotes have a meaning.
package commandline

import (
	"strings"
	"unicode"
)

// Split splits at white space outside double quotes. Quotes may occur anywhere
// in a word and are removed; three in a row stand for one. A word is never
// empty. Qt's QProcess::start parses a single string like this, and the
// original ran its commands through it (2016-02-05).
func Split(line string) []string {
	var s splitter
	for _, r := range line {
		s.read(r)
	}
	s.end()
	return s.words
}

// A splitter is the state of Split within a line.
type splitter struct {
	words  []string
	word   strings.Builder
	quoted bool
	quotes int // in a row, just before
}

func (s *splitter) read(r rune) {
	if r == '"' {
		if s.quotes++; s.quotes == 3 {
			s.quotes = 0
			s.word.WriteRune(r)
		}
		return
	}
	if s.quotes == 1 {
		s.quoted = !s.quoted
	}
	s.quotes = 0
	if unicode.IsSpace(r) && !s.quoted {
		s.end()
	} else {
		s.word.WriteRune(r)
	}
}

// end ends the current word, if there is one.
func (s *splitter) end() {
	if s.word.Len() > 0 {
		s.words = append(s.words, s.word.String())
	}
	s.word.Reset()
}
