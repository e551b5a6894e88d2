package fuzz

import (
	"fmt"
	"strings"
)

// tag is one that no other step gives.
func (r *roller) tag() string { return fmt.Sprintf("{prefix}%d", r.index) }

// props are the words of createjail and clonejail: mostly good ones.
func (r *roller) props() string {
	words := []string{"tag=" + r.tag()}
	if r.ground.Simulated && r.often(6) {
		words[0] = fmt.Sprintf("tag={tag:%d}", r.IntN(8)) // one that another jail may have
	}
	for _, word := range []string{"boot=on", "boot=off", "notes=a:b", "owner=somebody", "priority=5"} {
		if r.often(15) && !strings.Contains(strings.Join(words, " "), word[:4]) {
			words = append(words, word)
		}
	}
	if r.often(18) {
		words = append(words, r.pick(wrongWords...))
	}
	return strings.Join(words, " ")
}

// wrongWords are no properties, or none that iocage knows. Values that only zfs
// refuses are left out: iocage then leaves half a jail behind.
var wrongWords = []string{
	"no_such_property=1", "no_such_property=1", "no_such_property", "-e", "-f", "boot", "=on", "$(true)=1", "tag", "notes=a\x01b", "boot=\n",
}

func (r *roller) create() Step {
	a := args{"props": r.props() + " release={release}"}
	switch roll := r.IntN(20); {
	case roll < 2:
		a = args{"props": r.props(), "switches": "-e"}
	case roll < 3:
		a["switches"] = r.pick("", "-f", "-e count=2", "--")
	case roll < 4:
		a["props"] = r.props() + " release=0.1-RELEASE"
	case roll < 5:
		a["props"] = r.props()
	case roll < 6 && r.ground.Simulated:
		delete(a, "props")
	}
	return r.ask("createjail", a)
}

func (r *roller) clone() Step {
	a := args{"jail": r.name(), "props": r.props()}
	if r.ground.Simulated && r.often(8) {
		delete(a, "props")
	}
	return r.ask("clonejail", a)
}

// fetch asks for releases: mostly for such as there are.
func (r *roller) fetch() Step {
	release := fmt.Sprintf("{remote:%d}", r.IntN(8))
	switch roll := r.IntN(20); {
	case roll < 6:
		return r.ask("fetchreleases", args{"releases": release})
	case roll < 13:
		return r.ask("fetchreleases", args{"releases": []any{release, fmt.Sprintf("{remote:%d}", r.IntN(8))}})
	case roll < 15:
		return r.ask("fetchreleases", args{"releases": []any{release + " (EOL)", "0.1-RELEASE"}})
	case roll < 16:
		return r.ask("fetchreleases", args{"releases": []any{}})
	case roll < 17:
		return r.ask("fetchreleases", nil)
	}
	return r.ask("fetchreleases", args{"releases": []any{r.pick(wrongNames...)}})
}

// plugin asks for the jail of a plugin: mostly of one that there is, with an
// address that no other has.
func (r *roller) plugin() Step {
	a := args{"plugin": fmt.Sprintf("{plugin:%d}", r.IntN(8)), "net_device": "em0", "ip4": fmt.Sprintf("10.77.%d.%d", r.index/250, r.index%250+1)}
	if r.often(15) {
		a["ip6"] = fmt.Sprintf("2001:db8::%x", r.index+1)
	}
	if r.often(20) {
		a[r.pick("plugin", "net_device", "ip4")] = r.pick(wrongNames...)
	}
	if r.often(8) {
		a["plugin"] = "no-such-plugin"
	}
	if r.often(12) {
		delete(a, r.pick("plugin", "net_device", "ip4"))
	}
	return r.ask("createplugin", a)
}

// wrongNames cannot be in the command of a job.
var wrongNames = []string{"", "-r", "--name", "a\nb", "\x00", "a\tb", "\"a", "a\"b", "'", " "}

func (r *roller) command() string {
	return r.pick("echo hi", "echo a:b", "echo a:b", "echo two words", "false", "no-such-program", "", "echo $(id)", "echo a; echo b", "echo 'a b'")
}

// mistake is a request that no action has.
func (r *roller) mistake() Step {
	s := r.class(iocage, args{"action": r.pick("LISTJAILS", "listjails ", "", r.elsewhere(), "no-such-action", "startJail")})
	switch r.IntN(8) {
	case 0:
		s.Args = args{"action": []any{"listjails"}}
	case 1:
		s.Args = args{}
	case 2:
		s.Args = args{"Action": "listjails"}
	case 3:
		if s.Over == websocket {
			s.Args = r.value()
		}
	}
	return s
}

// elsewhere is an action that only other editions have.
func (r *roller) elsewhere() string {
	if r.ground.Edition.Offers("listreleases") {
		return "getdefaultsettings"
	}
	return "listreleases"
}

// wrongArguments leaves arguments out or gives them another type.
func (r *roller) wrongArguments() Step {
	action := r.pick(r.ground.Edition.Actions...)
	if !r.ground.Simulated && !strings.HasSuffix(action, "jail") || !makesJails(r.ground) || strings.HasPrefix(action, "clean") {
		action = "getjailsettings"
	}
	a := args{"foo": "bar"}
	for _, key := range arguments[action] {
		if r.often(60) || action == "createjail" {
			a[key] = r.value()
		}
	}
	return r.ask(action, a)
}

// arguments are those of each action.
var arguments = map[string][]string{
	"getjailsettings": {"jail"}, "startjail": {"jail"}, "stopjail": {"jail"}, "capjail": {"jail"}, "destroyjail": {"jail"},
	"clonejail": {"jail", "props"}, "createjail": {"props", "switches"}, "execjail": {"jail", "user", "command"},
	"activatepool": {"pool"}, "deactivatepool": {"pool"},
	"fetchreleases": {"releases"}, "createplugin": {"plugin", "net_device", "ip4", "ip6"},
}

// value is no text, and nothing that a step could go by.
func (r *roller) value() any {
	values := []any{float64(5), true, nil, []any{}, []any{"{tag:0}"}, args{}, args{"jail": "{tag:0}"}}
	return values[r.IntN(len(values))]
}
