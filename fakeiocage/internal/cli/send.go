package cli

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A sending is the parsed command line of send.
type sending struct {
	host.Sending
	between, among bool // -i: what two snapshots differ in; -I: with those between them
	snapshots      int  // named with them
	remote         bool
	user, address  string
}

// send copies everything to another pool, named by the last word (measured:
// send). No other host can be reached.
func send(c *call, p *host.Pool, words []string) int {
	s := sending{}
	if len(words) > 0 {
		s.To = words[len(words)-1]
	}
	if s.To != "" && !strings.HasPrefix(s.To, "-") && !p.Host().HasDataset(s.To) {
		c.say.To(host.SendRefused, "please specify a valid pool!")
		return 1
	}
	why := s.read(words)
	if why == "" {
		why = s.refuse(p)
	}
	if why != "" {
		c.say.To(host.SendRefused, why)
		return 1
	}
	c.say.To(host.SendingTo, p.Name, s.To)
	if why := s.refuseLate(); why != "" {
		c.say.To(host.SendError, why)
		return 1
	}
	p.Send(s.Sending, c.moment, c.say)
	c.say.To(host.SpinnerDone)
	return 0
}

// read parses the switches as getopts(1) does, up to the first word that is not
// one. It returns the complaint, if any.
func (s *sending) read(words []string) string {
	s.remote = slices.ContainsFunc(words, func(w string) bool { return w == "-r" })
	for len(words) > 0 && strings.HasPrefix(words[0], "-") && words[0] != "-" {
		letters, why := words[0][1:], ""
		if words, why = s.bundle(letters, words[1:]); why != "" {
			return why
		}
	}
	return ""
}

// bundle parses the letters of one word. The first that takes a value has it behind it,
// or in the next word. It returns the words that are left, or a complaint.
func (s *sending) bundle(letters string, words []string) (rest []string, complaint string) {
	for i := range len(letters) {
		if strings.Contains("iIhu", letters[i:i+1]) {
			value := letters[i+1:]
			if value == "" {
				value, words = first(words)
			}
			return words, s.option(letters[i], value)
		}
		if !s.flag(letters[i]) {
			return nil, "-" + letters[i:i+1] + " is not a valid switch!"
		}
	}
	return words, ""
}

func (s *sending) flag(letter byte) bool {
	switch letter {
	case 'r':
		s.remote = true
	case 'c':
		s.Clean = true
	case 'm':
		s.Move = true
	default:
		return false
	}
	return true
}

// option parses a switch with a value. A word that begins with a dash is not a
// value.
func (s *sending) option(letter byte, value string) string {
	what := map[byte]string{'i': "snapshot", 'I': "snapshot", 'h': "host", 'u': "user"}[letter]
	switch {
	case value == "":
		return "-" + string(letter) + " is not a valid switch!"
	case strings.HasPrefix(value, "-"):
		return "please specify a " + what + "!"
	case letter == 'h':
		s.address = value
	case letter == 'u':
		s.user = value
	case letter == 'i' && s.among, letter == 'I' && s.between:
		return "please use either -i or -I, not both!"
	default:
		s.between, s.among = letter == 'i', letter == 'I'
		s.snapshots++
	}
	return ""
}

// refuse returns the complaint before anything is sent, or "".
func (s *sending) refuse(p *host.Pool) string {
	switch {
	case s.Move && len(running(p)) > 0:
		return "please stop all jails before using move!"
	case s.Move && s.remote:
		return "move is only for local operations!"
	case s.user+s.address != "" && !s.remote:
		return "-r is required to specify a user and host!"
	case s.remote && s.user != "" && s.address != "":
		return "please set up publickey authentication for " + s.user + "@" + s.address
	}
	return ""
}

// refuseLate returns the complaint after the line has begun, or "".
func (s *sending) refuseLate() string {
	incremental := s.between || s.among
	switch {
	case s.Clean && incremental:
		return "cannot use clean with incrementals!"
	case s.remote && s.user == "":
		return "please specify -u and a user"
	case s.remote:
		return "please specify -h and a host"
	case incremental && s.snapshots < 2:
		return "please supply a minimum of 2 snapshots!"
	}
	return ""
}
