package host

import (
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// programs are the commands that a jail answers. It is a function because the
// shell among them runs the others, which would be an initialisation cycle.
func programs() map[string]func(process, []string) Answer {
	return map[string]func(process, []string) Answer{
		"cat": process.cat, "echo": process.echo, "env": process.env, "exit": process.exit, "false": process.fail, "hostname": process.name,
		"id": process.id, "ls": process.list, "pkg": process.pkg, "pwd": process.where, "sh": process.shell, "sleep": process.sleep,
		"true": process.succeed, "uname": process.system, "whoami": process.who, ":": process.succeed,
	}
}

func (p process) succeed([]string) Answer { return Answer{} }
func (p process) fail([]string) Answer    { return Answer{Exit: 1} }
func (p process) where([]string) Answer   { return Answer{Stdout: "/\n"} }

func (p process) echo(words []string) Answer {
	end := "\n"
	if len(words) > 0 && words[0] == "-n" {
		words, end = words[1:], ""
	}
	return Answer{Stdout: strings.Join(words, " ") + end}
}

// longestSleep is how many seconds a command in a jail can last.
const longestSleep = 60

// sleep is sleep(1) of one number of seconds, which may have a fraction.
func (p process) sleep(words []string) Answer {
	seconds, err := strconv.ParseFloat(strings.Join(words, " "), 64)
	if err != nil || !(0 <= seconds && seconds <= longestSleep) {
		return p.notModelled(append([]string{"sleep"}, words...))
	}
	return Answer{Lasts: time.Duration(seconds * float64(time.Second))}
}

func (p process) exit(words []string) Answer {
	if len(words) == 0 {
		return Answer{}
	}
	status, err := strconv.Atoi(words[0])
	if err != nil {
		return Answer{Stderr: "exit: Illegal number: " + words[0] + "\n", Exit: 2}
	}
	return Answer{Exit: status & 0xff}
}

func (p process) name(words []string) Answer {
	switch {
	case len(words) == 0:
		return Answer{Stdout: p.hostname + "\n"}
	case words[0] == "-s":
		short, _, _ := strings.Cut(p.hostname, ".")
		return Answer{Stdout: short + "\n"}
	case words[0] == "-f":
		return Answer{Stdout: p.hostname + "\n"}
	}
	return p.notModelled(append([]string{"hostname"}, words...))
}

func (p process) who([]string) Answer { return Answer{Stdout: p.user.name + "\n"} }

func (p process) id(words []string) Answer {
	person := p.user
	var flag string
	for _, word := range words {
		if strings.HasPrefix(word, "-") {
			flag += word[1:]
			continue
		}
		found, ok := findUser(word)
		if !ok {
			return Answer{Stderr: "id: " + word + ": no such user\n", Exit: 1}
		}
		person = found
	}
	uid, gid, _ := strings.Cut(person.uid, " ")
	switch flag {
	case "":
		return Answer{Stdout: person.uid + " groups=" + person.groups + "\n"}
	case "u":
		return Answer{Stdout: number(uid) + "\n"}
	case "g":
		return Answer{Stdout: number(gid) + "\n"}
	case "un", "nu":
		return Answer{Stdout: person.name + "\n"}
	}
	return p.notModelled(append([]string{"id"}, words...))
}

// number returns the number in an entry such as uid=0(root).
func number(entry string) string {
	_, entry, _ = strings.Cut(entry, "=")
	entry, _, _ = strings.Cut(entry, "(")
	return entry
}

// system is uname(1). It shows the host's kernel.
func (p process) system(words []string) Answer {
	fields := []struct{ flag, value string }{
		{"s", "FreeBSD"}, {"n", p.hostname}, {"r", p.uname}, {"v", "FreeBSD " + p.uname + " #0"}, {"m", "amd64"}, {"p", "amd64"}, {"i", "GENERIC"},
	}
	flags := strings.ReplaceAll(strings.Join(words, ""), "-", "")
	switch {
	case flags == "":
		flags = "s"
	case flags == "a":
		flags = "snrvm"
	case flags == "o":
		flags = "s"
	case strings.Trim(flags, "snrvmpi") != "":
		return p.notModelled(append([]string{"uname"}, words...))
	}
	var values []string
	for _, f := range fields {
		if strings.Contains(flags, f.flag) {
			values = append(values, f.value)
		}
	}
	return Answer{Stdout: strings.Join(values, " ") + "\n"}
}

// pkg is pkg(8) in a jail without packages.
func (p process) pkg(words []string) Answer {
	if len(words) == 0 {
		return Answer{Stderr: "pkg: not enough arguments\n", Exit: 64}
	}
	switch sub := words[0]; {
	case sub == "-v" || sub == "--version":
		return Answer{Stdout: "1.6.3\n"}
	case sub == "info" && len(words) == 1:
		return Answer{}
	case sub == "info" && !strings.HasPrefix(words[len(words)-1], "-"):
		if slices.Contains(words, "-e") {
			return Answer{Exit: 1}
		}
		return Answer{Stderr: "pkg: No package(s) matching " + words[len(words)-1] + "\n", Exit: 70}
	case sub == "info", sub == "audit" && len(words) == 1, sub == "query":
		return Answer{}
	}
	return p.notModelled(append([]string{"pkg"}, words...))
}

// env is env(1) with variables and a command, which has no use for them here.
func (p process) env(words []string) Answer {
	i := slices.IndexFunc(words, func(word string) bool { return !strings.Contains(word, "=") })
	if i < 0 || strings.HasPrefix(words[i], "-") {
		return p.notModelled(append([]string{"env"}, words...))
	}
	answer, installed := p.run(words[i:])
	if !installed {
		return Answer{Stderr: "env: " + words[i] + ": No such file or directory\n", Exit: 127}
	}
	return answer
}

// cat writes its files, or its input.
func (p process) cat(words []string) Answer {
	var a Answer
	if len(words) == 0 {
		words = []string{"-"}
	}
	for _, name := range words {
		if name == "-" {
			data, _ := io.ReadAll(io.LimitReader(p.stdin, maxInput))
			a.Stdout += string(data)
			continue
		}
		text, ok := p.file(path.Join("/", name))
		if !ok {
			a.Stderr += "cat: " + name + ": No such file or directory\n"
			a.Exit = 1
		}
		a.Stdout += text
	}
	return a
}

// maxInput limits how much a command in a jail reads, in bytes.
const maxInput = 16 << 20

// file returns the text of one of the few files that a jail has.
func (p process) file(name string) (string, bool) {
	switch name {
	case "/etc/rc.conf":
		return "hostname=\"" + p.hostname + "\"\n\ncron_flags=\"$cron_flags -J 15\"\n\nsendmail_enable=\"NONE\"\n" +
			"syslogd_flags=\"-c -ss\"\nipv6_activate_all_interfaces=\"YES\"\n", true
	case "/etc/resolv.conf":
		if p.resolver == "none" {
			return "nameserver 10.0.2.3\n", true
		}
		return strings.ReplaceAll(p.resolver, ";", "\n") + "\n", true
	case "/etc/fstab", "/dev/null":
		return "", true
	case "/etc/passwd":
		return passwd(), true
	}
	return "", false
}

// passwd is /etc/passwd.
func passwd() string {
	var b strings.Builder
	for _, u := range users {
		uid, gid, _ := strings.Cut(u.uid, " ")
		b.WriteString(u.name + ":*:" + number(uid) + ":" + number(gid) + ":" + u.name + ":" + u.home + ":/usr/sbin/nologin\n")
	}
	return b.String()
}

// listing returns the names in one of the folders that ls(1) knows.
func listing(folder string) (names string, known bool) {
	switch folder {
	case "/":
		return "bin boot compat dev etc lib libexec media mnt proc rescue root sbin sys tmp usr var", true
	case "/etc":
		return "fstab passwd rc rc.conf resolv.conf", true
	case "/usr":
		return "bin home include lib lib32 libdata libexec local obj ports sbin share src", true
	case "/tmp", "/root", "/mnt", "/home":
		return "", true
	}
	return "", false
}

// list is ls(1) without details.
func (p process) list(words []string) Answer {
	var paths []string
	for _, word := range words {
		switch {
		case word == "-1" || word == "-a" && len(words) == 1:
		case strings.HasPrefix(word, "-"):
			return p.notModelled(append([]string{"ls"}, words...))
		default:
			paths = append(paths, word)
		}
	}
	if len(paths) == 0 {
		paths = []string{"/"}
	}
	var all Answer
	for _, name := range paths {
		one := p.listOne(name)
		all = Answer{Stdout: all.Stdout + one.Stdout, Stderr: all.Stderr + one.Stderr, Exit: max(all.Exit, one.Exit)}
	}
	return all
}

// listOne lists a folder, or names a file.
func (p process) listOne(name string) Answer {
	if names, folder := listing(path.Join("/", name)); folder {
		return Answer{Stdout: strings.Join(append(strings.Fields(names), ""), "\n")}
	}
	if _, file := p.file(path.Join("/", name)); file {
		return Answer{Stdout: name + "\n"}
	}
	return Answer{Stderr: "ls: " + name + ": No such file or directory\n", Exit: 1}
}
