package host

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/glob"
)

// An Answer is what a command in a jail writes, and its exit status.
type Answer struct {
	Stdout string `json:"stdout,omitempty"`
	Stderr string `json:"stderr,omitempty"`
	Exit   int    `json:"exit,omitempty"`

	// Lasts is how long the command runs before it writes all of that.
	Lasts time.Duration `json:"-"`
}

// exitNotModelled is the status of a FreeBSD command for which there is no
// answer: EX_SOFTWARE of sysexits(3).
const exitNotModelled = 70

// A Userland answers the commands in one jail: a small imitation of a FreeBSD
// without packages. It copies what it needs, so that it can be used without the
// host.
type Userland struct {
	uname, uuid, hostname, resolver string

	given map[string]Answer // from the host's description, by command line or pattern

	// absent is the answer for a program that is not installed.
	absent func(program string) Answer
}

// Userland returns the userland of a running jail, as jexec(8) enters it.
func (j *Jail) Userland() *Userland {
	return j.userland(j.param("host_hostname"), func(program string) Answer {
		return Answer{Stderr: "jexec: execvp: " + program + ": No such file or directory\n", Exit: 1}
	})
}

// Chroot returns the userland of a jail, running or not, as chroot(8) enters
// it: with the name of the host. It returns nil if the jail has no system.
func (j *Jail) Chroot() *Userland {
	if j.Rootless || j.Get("type") == "emptyjail" {
		return nil
	}
	return j.userland(hostname, func(program string) Answer {
		return Answer{Stderr: "chroot: " + program + ": No such file or directory\n", Exit: 127}
	})
}

// hostname is the name of the host.
const hostname = "host"

func (j *Jail) userland(hostname string, absent func(string) Answer) *Userland {
	m := &j.pool.host.Machine
	return &Userland{
		uname: m.Uname, uuid: j.UUID(), hostname: hostname,
		resolver: j.Get("resolver"), given: m.Userland, absent: absent,
	}
}

// Exec answers a command of the user. An answer in the host's description,
// found by the words joined by single blanks, takes precedence.
func (u *Userland) Exec(user string, words []string, stdin io.Reader) Answer {
	if len(words) == 0 {
		return Answer{Stderr: "usage: jexec [-u username | -U username] jail command ...\n", Exit: 1}
	}
	if answer, ok := u.given[strings.Join(words, " ")]; ok {
		return answer
	}
	person, ok := findUser(user)
	if !ok {
		return Answer{Stderr: "jexec: " + user + ": no such user\n", Exit: 1}
	}
	answer, installed := process{u, person, stdin, 0}.run(words)
	if !installed {
		return u.absent(words[0])
	}
	return answer
}

// Shell answers the lines of stdin as a login shell does.
func (u *Userland) Shell(user string, stdin io.Reader) Answer {
	return u.Exec(user, []string{"sh"}, stdin)
}

// A process is one command that runs in a jail.
type process struct {
	*Userland
	user  user
	stdin io.Reader
	depth int // nesting of shells
}

// run answers one command. installed is false if there is no such program.
func (p process) run(words []string) (answer Answer, installed bool) {
	if answer, ok := p.given[strings.Join(words, " ")]; ok {
		return answer, true
	}
	name := words[0]
	if i := strings.LastIndex(name, "/"); i >= 0 && slices.Contains(binFolders, name[:i]) {
		name = name[i+1:]
	}
	if program, ok := programs()[name]; ok {
		return program(p, words[1:]), true
	}
	if slices.Contains(strings.Fields(baseSystem), name) {
		return p.notModelled(words), true
	}
	return p.general(words)
}

var binFolders = []string{"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/rescue"}

// notModelled answers a command for which the imitation has no answer of its own:
// as the host's description says, or else that there is none, and what to do.
func (u *Userland) notModelled(words []string) Answer {
	if answer, ok := u.general(words); ok {
		return answer
	}
	return Answer{
		Stderr: "fakeiocage: `" + strings.Join(words, " ") + "` is not modelled: give its answer as a member of userland in the description of the host\n",
		Exit:   exitNotModelled,
	}
}

// general returns the answer of the pattern that says most of the command line.
func (u *Userland) general(words []string) (answer Answer, ok bool) {
	line := strings.Join(words, " ")
	for _, pattern := range slices.SortedFunc(maps.Keys(u.given), mostSaid) {
		if glob.Match(pattern, line) {
			return u.given[pattern], true
		}
	}
	return Answer{}, false
}

// mostSaid orders patterns by the bytes that are no wildcards, most first.
func mostSaid(a, b string) int {
	said := func(pattern string) int { return len(strings.NewReplacer("*", "", "?", "").Replace(pattern)) }
	return cmp.Or(cmp.Compare(said(b), said(a)), cmp.Compare(a, b))
}

// A user is a user of the base system.
type user struct{ name, uid, groups, home string }

var users = []user{
	{"root", "uid=0(root) gid=0(wheel)", "0(wheel),5(operator)", "/root"},
	{"toor", "uid=0(root) gid=0(wheel)", "0(wheel),5(operator)", "/root"},
	{"daemon", "uid=1(daemon) gid=1(daemon)", "1(daemon)", "/root"},
	{"operator", "uid=2(operator) gid=5(operator)", "5(operator)", "/"},
	{"bin", "uid=3(bin) gid=7(bin)", "7(bin)", "/"},
	{"sshd", "uid=22(sshd) gid=22(sshd)", "22(sshd)", "/var/empty"},
	{"mailnull", "uid=26(mailnull) gid=26(mailnull)", "26(mailnull)", "/var/spool/mqueue"},
	{"www", "uid=80(www) gid=80(www)", "80(www)", "/nonexistent"},
	{"nobody", "uid=65534(nobody) gid=65534(nobody)", "65534(nobody)", "/nonexistent"},
}

// findUser returns the user; an empty name means root.
func findUser(name string) (user, bool) {
	if name == "" {
		return users[0], true
	}
	i := slices.IndexFunc(users, func(u user) bool { return u.name == name })
	if i < 0 {
		return user{}, false
	}
	return users[i], true
}

// baseSystem are commands of a FreeBSD without packages that have no answer
// here. A command that is neither here nor in programs is not installed.
const baseSystem = `
	[ at awk basename bc bsdtar bzip2 calendar cap_mkdb chflags chgrp chmod chown chroot chsh cmp column comm cp cpio cron crontab
	csh cut date dc dd df diff dirname dmesg du ed ee expr fetch file find finger fold fsck fstat getent getfacl grep groups
	gunzip gzip head hexdump host ifconfig install ipcs jexec jls jot kill killall last ldconfig ldd less link ln lockf logger
	login ls look lsof make man md5 mkdir mkfifo mknod mktemp more mount mtree mv nc netstat newfs newsyslog nice nl nohup nslookup
	od openssl passwd paste patch periodic pgrep ping ping6 pkill portsnap printenv printf procstat ps pw pwd_mkdb rc reboot
	renice rev rm rmdir route rsync sed sendmail seq service setenv setfacl sh sha256 shutdown sleep sockstat sort split ssh sshd
	stat strings su swapinfo sync sysctl sysrc syslogd tail tar tcpdump tcsh tee telnet test time timeout top touch tr traceroute
	true truncate truss tty tzsetup umount uniq unlink unzip uptime useradd users vi vipw vmstat w wait wall wc which who whereis
	xargs xz yes zcat zfs zpool freebsd-update etcupdate mergemaster`
