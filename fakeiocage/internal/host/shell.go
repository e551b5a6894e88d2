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
		return notModelled(append([]string{"sh"}, words...))
	}
	if len(words) > 0 && words[0] == "-c" {
		if len(words) == 1 {
			return Answer{Stderr: "sh: -c requires an argument\n", Exit: 2}
		}
		return p.script(words[1])
	}
	if len(words) > 0 {
		return notModelled(append([]string{"sh"}, words...))
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
		return notModelled([]string{"sh", "-c", text})
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
	current, word, started := scriptCommand{}, strings.Builder{}, false
	endWord := func() {
		if started {
			current.words = append(current.words, word.String())
		}
		word.Reset()
		started = false
	}
	endCommand := func(join string) {
		endWord()
		commands = append(commands, current)
		current = scriptCommand{after: join}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ' || c == '\t':
			endWord()
		case c == '\n' || c == ';':
			endCommand("")
		case strings.HasPrefix(text[i:], "&&") || strings.HasPrefix(text[i:], "||"):
			endCommand(text[i : i+2])
			i++
		case strings.HasPrefix(text[i:], ">&2"):
			endWord()
			current.toStderr = true
			i += 2
		case c == '\'' || c == '"':
			end := strings.IndexByte(text[i+1:], c)
			if end < 0 || c == '"' && strings.ContainsAny(text[i+1:i+1+end], "$`\\") {
				return nil, false
			}
			word.WriteString(text[i+1 : i+1+end])
			started = true
			i += end + 1
		case strings.ContainsRune("$`\\|&<>(){}*?~#", rune(c)):
			return nil, false
		default:
			word.WriteByte(c)
			started = true
		}
	}
	endCommand("")
	return commands, true
}
