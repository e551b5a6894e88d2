package right

import (
	"strconv"
	"strings"
	"time"
)

// programs are those that a right server has.
func programs(j *job, words []string) (output string, code int) {
	if len(words) == 0 {
		return "", -1
	}
	switch words[0] {
	case "true":
		return "", 0
	case "false":
		return "", 1
	case "echo":
		return strings.Join(words[1:], " ") + "\n", 0
	case "cat":
		if len(words) > 1 {
			return "cat: " + words[1] + ": No such file or directory\n", 1
		}
		return "", 0
	case "seq":
		return count(words[1:]), 0
	case "grep":
		return "grep: " + words[2] + ": No such file or directory\n", 2
	case "sleep":
		seconds, _ := strconv.Atoi(words[1])
		select {
		case <-j.killed:
			return "", -1
		case <-time.After(time.Duration(seconds) * time.Second):
			return "", 0
		}
	}
	return "", -1
}

// words splits a command as the original server did; three quotes are none here.
func words(command string) []string {
	var list []string
	var word strings.Builder
	quoted, begun := false, false
	for _, c := range command {
		switch {
		case c == '"':
			quoted, begun = !quoted, true
		case c == ' ' && !quoted:
			if begun {
				list = append(list, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(c)
			begun = true
		}
	}
	if begun {
		list = append(list, word.String())
	}
	return list
}

// count prints numbers in a row, as in seq -f ✓%g 1 5000.
func count(words []string) string {
	var lines strings.Builder
	last, _ := strconv.Atoi(words[len(words)-1])
	for n := range last {
		lines.WriteString(strings.ReplaceAll(words[1], "%g", strconv.Itoa(n+1)) + "\n")
	}
	return lines.String()
}
