package host

import (
	"io"
	"strings"
)

// maxDepth limits the nesting of shells.
const maxDepth = 16

// shell is sh(1): it runs the script after -c, or its input line by line.
func (p process) shell(words []string) Answer {
	p.depth++
	if p.depth > maxDepth {
		return p.notModelled(append([]string{"sh"}, words...))
	}
	if len(words) > 0 && words[0] == "-c" {
		if len(words) == 1 {
			return Answer{Stderr: "sh: -c requires an argument\n", Exit: 2}
		}
		return p.script(words[1])
	}
	if len(words) > 0 {
		return p.notModelled(append([]string{"sh"}, words...))
	}
	data, _ := io.ReadAll(io.LimitReader(p.stdin, maxInput))
	p.stdin = strings.NewReader("")
	return p.script(string(data))
}

// script runs commands separated by new lines, ;, && and ||. Other syntax of
// the shell is not modelled.
func (p process) script(text string) (all Answer) {
	commands, ok := parseScript(text)
	if !ok {
		return p.notModelled([]string{"sh", "-c", text})
	}
	for _, c := range commands {
		if len(c.words) == 0 || c.after == "&&" && all.Exit != 0 || c.after == "||" && all.Exit == 0 {
			continue
		}
		one, installed := p.run(c.words)
		if !installed {
			one = Answer{Stderr: c.words[0] + ": not found\n", Exit: 127}
		}
		if c.toStderr {
			one.Stdout, one.Stderr = "", one.Stderr+one.Stdout
		}
		all.Stdout += one.Stdout
		all.Stderr += one.Stderr
		all.Exit = one.Exit
		all.Lasts += one.Lasts
		if c.words[0] == "exit" {
			break
		}
	}
	return all
}

// A scriptCommand is one command of a script and the operator before it.
type scriptCommand struct {
	after    string
	words    []string
	toStderr bool
}

// parseScript parses a script of simple commands; ok is false for any other
// syntax.
func parseScript(text string) (commands []scriptCommand, ok bool) {
	var r scriptReader
	for text != "" {
		n := r.read(text)
		if n == 0 {
			return nil, false
		}
		text = text[n:]
	}
	r.endCommand("")
	return r.commands, true
}

// A scriptReader reads a script from its beginning.
type scriptReader struct {
	commands []scriptCommand
	current  scriptCommand
	word     strings.Builder
	inWord   bool // a word in quotes may be empty
}

// read takes what comes next, and returns how many bytes that are; 0 if it is of no
// simple command.
func (r *scriptReader) read(text string) int {
	switch c := text[0]; {
	case c == ' ' || c == '\t':
		r.endWord()
	case c == '\n' || c == ';':
		r.endCommand("")
	case strings.HasPrefix(text, "&&") || strings.HasPrefix(text, "||"):
		r.endCommand(text[:2])
		return 2
	case strings.HasPrefix(text, ">&2"):
		r.endWord()
		r.current.toStderr = true
		return 3
	case c == '\'' || c == '"':
		return r.quoted(text)
	case strings.ContainsRune("$`\\|&<>(){}*?~#", rune(c)):
		return 0
	default:
		r.word.WriteByte(c)
		r.inWord = true
	}
	return 1
}

// quoted takes a part of a word in quotes, in which nothing is expanded.
func (r *scriptReader) quoted(text string) int {
	inside, _, closed := strings.Cut(text[1:], text[:1])
	if !closed || text[0] == '"' && strings.ContainsAny(inside, "$`\\") {
		return 0
	}
	r.word.WriteString(inside)
	r.inWord = true
	return len(inside) + 2
}

func (r *scriptReader) endWord() {
	if r.inWord {
		r.current.words = append(r.current.words, r.word.String())
	}
	r.word.Reset()
	r.inWord = false
}

// endCommand ends a command before an operator, which the next one stands after.
func (r *scriptReader) endCommand(operator string) {
	r.endWord()
	r.commands = append(r.commands, r.current)
	r.current = scriptCommand{after: operator}
}
