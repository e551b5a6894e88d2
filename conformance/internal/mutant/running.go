package mutant

import (
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"
)

// runningMutants run commands in jails as their author thinks that a command line
// is, and take from what it prints what their author expects.
var runningMutants = []Mutant{
	wrong("exec.status", "a command that prints and fails is a success", "execjail.failed.*", replied(func(x *exchange) {
		if line, no := x.refusal(); no && x.is("execjail") && strings.HasPrefix(line, "ls: ") {
			x.result()["execjail"] = message{"success": message{"ls": strings.TrimPrefix(line, "ls:")}}
		}
	})).offered("execjail"),
	silence("refused", "a command that prints nothing is an error", func(a message) { delete(a, "success"); a["error"] = "no output" }),
	silence("null", "the answer of a command that prints nothing is null", func(a message) { a["success"] = nil }),
	silence("text", "the answer of a command that prints nothing is an empty text", func(a message) { a["success"] = "" }),
	silence("dropped", "the answer of a command that prints nothing lacks its success", func(a message) { delete(a, "success") }),
	silence("line", "a command that prints nothing has printed an empty line", func(a message) { a["success"] = message{"": ""} }),
	lines("blank", "what a command prints ends at the first empty line", func(name string) (string, bool) { return name, name != "behind" }),
	lines("ascii", "what is beyond ASCII in a line is a question mark", func(name string) (string, bool) { return ascii(name), true }),
	lines("html", "lines are escaped as HTML", func(name string) (string, bool) { return html.EscapeString(name), true }),
	lines("long", "lines end after 255 letters", func(name string) (string, bool) { return name[:min(255, len(name))], true }),
	lines("comment", "lines that begin with # are left out", func(name string) (string, bool) { return name, !strings.HasPrefix(name, "#") }),
	lines("equals", "lines end at an equals sign", func(name string) (string, bool) { name, _, _ = strings.Cut(name, "="); return name, true }),
	wrong("exec.many", "of many lines fifty are answered", "execjail.lines.*", answers("execjail", func(_ *exchange, a message) any {
		said, _ := a["success"].(message)
		for _, line := range slices.Sorted(maps.Keys(said)) {
			if len(said) > 50 {
				delete(said, line)
			}
		}
		return a
	})).offered("execjail"),
	wrong("exec.error.word", "a command that prints the word error has failed", "execjail.lines.*", answers("execjail", func(_ *exchange, a message) any {
		if strings.Contains(strings.ToLower(flat(a["success"])), "error") {
			return message{"error": "it failed"}
		}
		return a
	})).offered("execjail"),
	wrong("exec.value.number", "a value of digits is a number", "execjail.lines.*", answers("execjail", func(_ *exchange, a message) any {
		said, _ := a["success"].(message)
		for name, value := range said {
			if text := strings.TrimSpace(value.(string)); text != "" && strings.Trim(text, "0123456789") == "" {
				said[name] = json.Number(text)
			}
		}
		return a
	})).offered("execjail"),
	wrong("exec.value.colon", "a value ends at the second colon of its line", "execjail.runs.*", answers("execjail", func(_ *exchange, a message) any {
		said, _ := a["success"].(message)
		for name, value := range said {
			said[name] = beforeColon(value.(string))
		}
		return a
	})).offered("execjail"),
	commandRead("apostrophe", "apostrophes hold words together", func(c string) string { return strings.ReplaceAll(c, "'", "") }),
	commandRead("backslash", "backslashes in a command are lost", func(c string) string { return strings.ReplaceAll(c, `\`, "") }),
	commandRead("glob", "a star in a command stands for files", func(c string) string { return strings.ReplaceAll(c, " *", " bin etc") }),
	commandRead("redirect", "what is behind > in a command is a file", func(c string) string { c, _, _ = strings.Cut(c, ">"); return strings.TrimSpace(c) }),
	commandRead("pipe", "what is behind a pipe in a command is another one", func(c string) string { c, _, _ = strings.Cut(c, "|"); return strings.TrimSpace(c) }),
	commandRead("comment", "what is behind # in a command is a comment", func(c string) string { c, _, _ = strings.Cut(c, "#"); return strings.TrimSpace(c) }),
	commandRead("home", "a tilde in a command is a folder", func(c string) string { return strings.ReplaceAll(c, "~", "/root") }),
	commandRead("variable", "a variable in a command has its value", func(c string) string { return strings.ReplaceAll(c, "$HOME", "/root") }),
	commandRead("quotes", "quotes in a command hold nothing together", func(c string) string { return strings.ReplaceAll(c, `"`, "") }).caughtBy("execjail.runs.*"),
	commandRead("letters", "what is beyond ASCII in a command is a question mark", ascii),
	commandRead("percent", "a command is read as a part of an URL", unescaped),
	wrong("exec.user", "whoever is asked for, root runs the command", "execjail.runs.*", asked(func(x *exchange) {
		if user := x.text("user"); x.is("execjail") && (user == "operator" || user == "nobody" || user == "www" || user == "daemon") {
			x.args["user"] = "root"
		}
	})).offered("execjail"),
}

// silence bends the answer of a command that printed nothing.
func silence(name, sentence string, bend func(a message)) Mutant {
	return wrong("exec.silence."+name, sentence, "execjail.runs.*", answers("execjail", func(_ *exchange, a message) any {
		if said, ok := a["success"].(message); ok && len(said) == 0 {
			bend(a)
		}
		return a
	})).offered("execjail")
}

// lines bends what a command printed, line by line.
func lines(name, sentence string, bend func(line string) (string, bool)) Mutant {
	return wrong("exec.line."+name, sentence, "execjail.lines.*", answers("execjail", func(_ *exchange, a message) any {
		said, _ := a["success"].(message)
		bent := message{}
		for line, value := range said {
			if line, kept := bend(line); kept {
				bent[line] = value
			}
		}
		a["success"] = bent
		return a
	})).offered("execjail")
}

// commandRead reads a command in another way.
func commandRead(name, sentence string, read func(string) string) Mutant {
	return wrong("exec.command."+name, sentence, "execjail.words.*", asked(func(x *exchange) {
		if command := x.text("command"); x.is("execjail") && command != "" {
			x.args["command"] = read(command)
		}
	})).offered("execjail")
}
