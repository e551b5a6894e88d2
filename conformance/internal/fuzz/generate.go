package fuzz

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/near"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A Ground is what a sequence may do.
type Ground struct {
	Edition edition.Edition

	// WebSocket and REST are the transports there are.
	WebSocket, REST bool

	// Simulated allows everything. On any other host nobody logs in wrongly, for
	// that might block the address of the run, no pool is touched and nothing
	// cleaned; with Destructive, jails are made and destroyed.
	Simulated, Destructive bool

	// Tame leaves out arguments of wrong types, which two targets with other
	// claims answer differently.
	Tame bool
}

// Generate makes the steps of sequence number n of a seed. The same arguments
// make the same steps.
func Generate(g Ground, seed, n uint64, steps int) []Step {
	r := &roller{Rand: rand.New(rand.NewPCG(seed, n)), ground: g}
	menu, total := r.menu()
	made := make([]Step, steps)
	for i := range made {
		r.index = i
		roll := r.IntN(total)
		for _, d := range menu {
			if roll -= d.weight; roll < 0 {
				made[i] = d.make(r)
				break
			}
		}
	}
	return made
}

// A roller makes choices.
type roller struct {
	*rand.Rand
	ground Ground
	index  int
}

// A dish is a kind of step and how often it is chosen.
type dish struct {
	weight int
	make   func(r *roller) Step
	where  func(g Ground) bool // nil is everywhere
}

func makesJails(g Ground) bool { return g.Simulated || g.Destructive }

func offers(actions ...string) func(Ground) bool {
	return func(g Ground) bool {
		for _, action := range actions {
			if !g.Edition.Offers(action) {
				return false
			}
		}
		return makesJails(g)
	}
}

func has(action string) func(Ground) bool {
	return func(g Ground) bool { return g.Edition.Offers(action) }
}

// card is the one list of kinds of steps.
var card = []dish{
	{10, func(r *roller) Step { return r.read("listjails", nil) }, nil},
	{3, func(r *roller) Step { return r.read("getdefaultsettings", nil) }, has("getdefaultsettings")},
	{10, func(r *roller) Step { return r.read("getjailsettings", args{"jail": r.name()}) }, has("getjailsettings")},
	{9, func(r *roller) Step { return r.read("getjailsettings", r.property()) }, func(g Ground) bool { return g.Edition.SettingsByProperty }},
	{4, func(r *roller) Step { return r.read("df", nil) }, nil},
	{9, func(r *roller) Step {
		return r.read(r.pick("listreleases", "listplugins", "listtemplates", "activatestatus"), nil)
	}, has("listreleases")},
	{2, func(r *roller) Step { return r.class("rpc/query", args{}) }, nil},
	{1, func(r *roller) Step { return r.class("rpc/identify", args{}) }, nil},
	{1, func(r *roller) Step { return r.class("sysadm/no-such-class", args{"action": "listjails"}) }, nil},

	{14, func(r *roller) Step { return r.ask("startjail", args{"jail": r.name()}) }, offers("startjail")},
	{12, func(r *roller) Step { return r.ask("stopjail", args{"jail": r.name()}) }, offers("stopjail")},
	{10, (*roller).create, offers("createjail")},
	{6, (*roller).clone, offers("clonejail")},
	{6, func(r *roller) Step { return r.ask("destroyjail", args{"jail": r.name()}) }, offers("destroyjail")},
	{3, func(r *roller) Step { return r.ask("capjail", args{"jail": r.name()}) }, offers("capjail")},
	{6, func(r *roller) Step {
		return r.ask("execjail", args{"jail": r.name(), "user": "root", "command": r.command()})
	}, offers("execjail")},

	{4, func(r *roller) Step { return r.ask("activatepool", nil) }, offersAlone("activatepool")},
	{6, func(r *roller) Step { return r.ask("activatepool", args{"pool": "{pool:0}"}) }, offersAlone("activatepool")},
	{1, func(r *roller) Step { return r.ask("activatepool", args{"pool": r.pool()}) }, offersAlone("activatepool")},
	{3, func(r *roller) Step { return r.ask("deactivatepool", args{"pool": r.pool()}) }, offersAlone("deactivatepool")},
	{3, func(r *roller) Step {
		return r.ask(r.pick("cleanjails", "cleanreleases", "cleantemplates", "cleanall"), nil)
	}, offersAlone("cleanall")},
	{3, func(r *roller) Step { return r.ask(r.pick("cleanreleases", "cleantemplates"), nil) }, offersAlone("fetchreleases")},
	{10, (*roller).fetch, offersAlone("fetchreleases")},
	{7, (*roller).plugin, offersAlone("createplugin")},

	{5, (*roller).mistake, nil},
	{6, (*roller).wrongArguments, func(g Ground) bool { return !g.Tame }},

	{2, func(r *roller) Step { return r.session("connect", nil) }, hasWebSocket},
	{6, func(r *roller) Step { return r.session("rpc/auth", nil) }, hasWebSocket},
	{3, (*roller).guess, func(g Ground) bool { return g.Simulated && g.WebSocket }},
	{3, func(r *roller) Step { return r.session("rpc/auth_token", args{"token": r.token()}) }, func(g Ground) bool { return g.Simulated && g.WebSocket }},
	{2, func(r *roller) Step { return r.session("rpc/auth_clear", args{"junk": "junk"}) }, hasWebSocket},
	{3, (*roller).subscribe, hasWebSocket},
}

func hasWebSocket(g Ground) bool { return g.WebSocket }

// offersAlone is for what touches more than the jails of the run.
func offersAlone(action string) func(Ground) bool {
	return func(g Ground) bool { return g.Simulated && g.Edition.Offers(action) }
}

// menu is what of the card the ground allows.
func (r *roller) menu() (menu []dish, total int) {
	for _, d := range card {
		if d.where == nil || d.where(r.ground) {
			menu = append(menu, d)
			total += d.weight
		}
	}
	return menu, total
}

type args = map[string]any

// pick chooses a text.
func (r *roller) pick(texts ...string) string { return texts[r.IntN(len(texts))] }

// often is true so many times of a hundred.
func (r *roller) often(percent int) bool { return r.IntN(100) < percent }

// class is a request of some client: mostly of one that is logged in.
func (r *roller) class(class string, a any) Step {
	s := Step{Session: r.pick("first", "first", "first", "second", "third"), Over: websocket, Class: class, Args: a}
	if !r.ground.WebSocket || r.ground.REST && r.often(30) {
		s.Session, s.Over, s.As = "", rest, r.caller()
	}
	return s
}

// caller is who asks over REST.
func (r *roller) caller() string {
	if r.ground.Simulated && r.often(15) {
		return r.guesser()
	}
	return ""
}

func (r *roller) ask(action string, a args) Step {
	members := args{"action": action}
	for name, value := range a {
		members[name] = value
	}
	return r.class(iocage, members)
}

// read is a question that may be sent while others are on their way.
func (r *roller) read(action string, a args) Step {
	s := r.ask(action, a)
	s.Joined = s.Over == websocket && r.often(40)
	return s
}

// session is a step of the logins, which WebSocket connections have.
func (r *roller) session(class string, a any) Step {
	return Step{Session: r.pick("first", "second", "third"), Over: websocket, Class: class, Args: a}
}

func (r *roller) guess() Step {
	s := r.session("rpc/auth", nil)
	s.As = r.guesser()
	return s
}

func (r *roller) guesser() string { return r.pick(slices.Sorted(maps.Keys(guesses))...) }

func (r *roller) token() string {
	return r.pick("{token:first}", "{token:second}", "{token:third}", "{token:first}", "", "no-such-token", "x{token:first}", "{token:first}x", "{tokenpart:first}", "{tokencase:first}", "{tokenhead:second}", "{tokenend:second}")
}

func (r *roller) subscribe() Step {
	names := []any{r.pick("dispatcher", "system-state", "life-preserver", "no-such-event")}
	if r.often(40) {
		names = append(names, r.pick("dispatcher", "life-preserver", "no-such-event"))
	}
	return r.session(r.pick("events/subscribe", "events/subscribe", "events/unsubscribe"), names)
}

// name is that of a jail, mostly.
func (r *roller) name() string {
	n := r.IntN(8)
	switch roll := r.IntN(100); {
	case roll < 52:
		return fmt.Sprintf("{tag:%d}", n)
	case roll < 64:
		return fmt.Sprintf("{uuid:%d}", n)
	}
	return strings.ReplaceAll(r.pick(hostile...), "N", fmt.Sprint(n))
}

// hostile are names that are no jail's: nearly one's, or more than one word to
// a shell or to an option parser.
var hostile = []string{
	near.Absent, "", "", "{part:N}", "{part:N}", "-f", "--force", "{tag:N}-x", "x{tag:N}", "{part:N}", "{case:N}", " {tag:N}", "{tag:N} ",
	"{tag:N} {tag:0}", "-f {tag:N}", "$(echo {tag:N})", "`echo {tag:N}`", "{tag:N};true", "{tag:N}\n", "{tag:N}\x00x", "\x1b{tag:N}",
	"%", "é✓", "{uuid:N}x", "jails/{tag:N}/..", "{tag:N}\\", "'{tag:N}'", strings.Repeat("x", 300),
}

func (r *roller) pool() string {
	return r.pick("{pool:0}", "{pool:0}", "{pool:1}", near.Absent, "", "-f", "{pool:0} {pool:1}", "{pool:0}/x", "{pool:0};true", "{pool:0}\n")
}

// property asks for one property, of a jail or of all.
func (r *roller) property() args {
	a := args{"prop": r.pick("tag", "boot", "type", "host_hostuuid", "release", "notes", "vnet", "gitlocation", "all", "no_such_property", "", "-r", "vnet boot")}
	if r.often(60) {
		a["jail"] = r.name()
	}
	if r.often(40) {
		a["switches"] = r.pick("-r", "-r", "-r", "-f", "")
	}
	return a
}
