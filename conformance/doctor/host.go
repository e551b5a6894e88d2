package doctor

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/conformance/internal/document"
	"github.com/sysadm-go/sysadm/conformance/internal/jail"
	"github.com/sysadm-go/sysadm/conformance/internal/judge"
	"github.com/sysadm-go/sysadm/conformance/internal/probe"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// harmless are the actions that may be asked for without any argument: they only
// tell. activatepool is one, for it then tells the active pool.
var harmless = []string{"listjails", "getdefaultsettings", "df", "activatepool", "activatestatus", "listtemplates"}

// claimedEdition compares the edition that is claimed with what the server answers.
func (d *doctor) claimedEdition(ctx context.Context) {
	like := d.editionLike(ctx)
	text := "the server answers like edition " + like
	if like == d.edition.Name {
		d.has("edition", text)
		return
	}
	d.lacks("edition", text+", not "+d.edition.Name, "judge it by --edition "+like, 0)
}

// claimedCompat compares the compat that is claimed with the form of an error.
func (d *doctor) claimedCompat(ctx context.Context) {
	exchange := d.ExchangeWebSocket
	if d.endpoint.WS == "" {
		exchange = d.Exchange
	}
	reply, err := exchange(ctx, "sysadm", "iocage", map[string]any{"action": "no-such-action"})
	places := document.Find(document.Parse(reply), "/args/code")
	if err != nil || len(places) != 1 {
		d.lacks("compat", "an unknown action is not answered with an error", "the checks will say more", 0)
		return
	}
	_, isText := places[0].Value.(string)
	like := edition.Compats[slices.IndexFunc(edition.Compats, func(c edition.Compat) bool { return c.TextCodes == isText })].Name
	text := "errors have the form of compat " + like
	if isText == d.options.Compat.TextCodes {
		d.has("compat", text)
		return
	}
	d.lacks("compat", text, "judge it with --compat "+like+", if that is what it claims", 0)
}

// editionLike is the newest edition all of whose harmless actions are answered, and
// whose jails are listed as the server lists them.
func (d *doctor) editionLike(ctx context.Context) string {
	answered := map[string]bool{}
	byJID := false
	for _, action := range harmless {
		text, err := d.Exchange(ctx, "sysadm", "iocage", map[string]any{"action": action})
		reply := document.Parse(text)
		answered[action] = err == nil && len(document.Find(reply, "/args/"+action)) > 0
		byJID = byJID || len(document.Find(reply, "/args/listjails/jails")) > 0
	}
	like := edition.Editions[0].Name
	for _, e := range edition.Editions {
		missing := func(action string) bool { return e.Offers(action) && !answered[action] }
		if e.ListsByJID == byJID && !slices.ContainsFunc(harmless, missing) {
			like = e.Name
		}
	}
	return like
}

// passwords tells that wrong ones cannot be tried from here.
func (d *doctor) passwords() {
	if n := d.skips["passwords"]; n > 0 {
		d.lacks("passwords", "the server is on this machine, and the original server asked no password of its own host", "judge it from another machine", n)
	}
}

// jobs asks whether jobs may be run.
func (d *doctor) jobs(ctx context.Context) {
	every := d.needing("jobs")
	switch {
	case d.options.NoJobs:
		d.lacks("jobs", "no jobs may be run", "leave --no-jobs out, or jobs: false in the profile", d.skips["jobs"])
		return
	case d.options.Compat.RunsOnly:
		d.has("jobs", "a server of compat "+d.options.Compat.Name+" cannot be asked for its jobs; checks find out")
		return
	}
	text, err := d.Exchange(ctx, "rpc", "dispatcher", map[string]any{"action": "list"})
	code := document.TextAt(document.Parse(text), "/args/code")
	switch {
	case err != nil:
		d.lacks("jobs", err.Error(), "the checks will say more", 0)
	case code != "":
		d.lacks("jobs", "rpc/dispatcher is refused with code "+code, "turn the dispatcher on, and judge as a member of wheel", every)
	default:
		d.has("jobs", "jobs may be listed, and run")
	}
}

// possessions looks at what checks may use up: jails, a release, a pool.
func (d *doctor) possessions(ctx context.Context) {
	if !d.options.Destructive {
		d.lacks("changes", "the host may not be changed", "add --destructive", d.skips["destructive"])
	}
	rows, err := d.Jails(ctx)
	if err != nil {
		return // told with the login
	}
	d.jail(ctx, rows)
	d.pool(ctx)
}

func (d *doctor) pool(ctx context.Context) {
	every := d.needing("pool")
	active, told, err := d.ToldPool(ctx)
	switch {
	case err == nil && told && active == "" && !d.edition.Dialect.Python: // which makes one active by itself (ruling 26)
		d.lacks("pool", "no pool is active, so iocage refuses nearly everything, and checks of that fail", "activate one", 0)
	case d.options.Pool == "":
		d.lacks("pool", "no pool was named that may be activated and deactivated", "add --pool", every)
	case err != nil:
		d.lacks("pool", err.Error(), "the checks will say more", 0)
	case !told:
		d.lacks("pool", judge.UntoldPool, "have activatepool without a pool answer as documented", every)
	default:
		d.has("pool", fmt.Sprintf("pool %s may be borrowed; now %s is active", d.options.Pool, active))
	}
}

func (d *doctor) jail(ctx context.Context, rows []jail.Row) {
	every, o := d.needing("jail"), d.options
	if !d.edition.Offers("getjailsettings") {
		d.has("jail", "edition "+d.edition.Name+" has no action for a single jail: none is borrowed or made")
		return
	}
	row, found := jail.Find(rows, o.Jail)
	switch {
	case o.Jail != "" && !found:
		d.lacks("jail", "there is no jail "+o.Jail, "name another with --jail", every)
	case o.Jail != "" && len(jail.Tagged(rows, row.Tag)) > 1:
		d.lacks("jail", "there are several jails "+o.Jail, "name another with --jail", every)
	case o.Jail != "":
		d.has("jail", fmt.Sprintf("jail %s is %s and may be borrowed", o.Jail, row.State))
	case o.NoNewJails:
		d.lacks("jail", "no jails may be made, and none was named", "leave --no-new-jails out, or add --jail", d.skips["jail"]+d.skips["create"])
	case !d.edition.Offers("createjail"):
		d.lacks("jail", "edition "+d.edition.Name+" has no createjail, and no jail was named", "add --jail", every)
	default:
		d.release(ctx, rows)
	}
	if len(jail.Plain(rows)) == 0 && d.borrowsNoJail() {
		d.lacks("jails to look at", "there is no jail whose tag is one plain word that no other jail has", "make one, or add --destructive", 0)
	}
}

// borrowsNoJail reports whether no jail was named, and none is made.
func (d *doctor) borrowsNoJail() bool {
	borrowing := conformance.Check{Edition: d.edition, Needs: []string{"jail"}}
	_, reason := borrowing.Unmet(d.options, d.endpoint)
	return reason != ""
}

// release says what a new jail would be made of.
func (d *doctor) release(ctx context.Context, rows []jail.Row) {
	release := d.Release(ctx, d.options.Release, rows)
	if release == "" {
		d.lacks("release", "no jail names an existing release to make jails of; iocage will choose one", "fetch one, or name it with --release", 0)
		return
	}
	d.has("release", "jails can be made of "+release)
}

// skewLimit is how far the clocks may be apart: a certificate made on the first
// start is good from then on, by the host's clock.
const skewLimit = time.Minute

// clock compares the host's clock with ours, by the header of a REST reply.
func (d *doctor) clock(ctx context.Context) {
	if d.endpoint.REST == "" {
		return
	}
	before := time.Now()
	reply, err := d.server.Do(ctx, probe.Request{Verb: "PUT", Path: "/rpc/identify", Body: []byte("{}")})
	date, dateErr := http.ParseTime(reply.Header.Get("Date"))
	if err != nil || dateErr != nil {
		d.has("clock", "the server does not tell its time")
		return
	}
	skew := date.Sub(before).Round(time.Second)
	text := "the host's clock is right"
	if skew.Abs() >= 2*time.Second { // the header has whole seconds
		text = fmt.Sprintf("the host's clock is %v %s", skew.Abs(), map[bool]string{true: "ahead", false: "behind"}[skew > 0])
	}
	if skew.Abs() < skewLimit {
		d.has("clock", text)
		return
	}
	d.lacks("clock", text, "set it: certificates and blocks go by it", 0)
}
