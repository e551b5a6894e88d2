// Package action carries out requests: it has one file for each action, and the
// table that lists them. Actions know neither the JSON around a message nor
// HTTP.
package action

import (
	"context"
	"log/slog"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/event"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/logbook"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A Host is what the actions work on.
type Host struct {
	// Hostname returns the name for rpc/identify.
	Hostname func() (string, error)

	Edition edition.Edition
	Compat  edition.Compat
	Logins  *auth.Logins
	Logs    *logbook.Book
	Events  *event.Hub
	Jobs    *job.Dispatcher
	Logger  *slog.Logger

	// Shell and Python are the clients of the two programs named iocage. The one
	// that the edition's dialect names is set, and is Iocage, too.
	Shell  *iocage.Client
	Python *iocage.Python
	Iocage Program

	// RefuseJobs turns rpc/dispatcher run off, and JobPrograms are the programs
	// that it may be asked for; empty means every one.
	RefuseJobs  bool
	JobPrograms []string

	// HasIOCage says why sysadm/iocage cannot be used now; nil means that it
	// always can.
	HasIOCage func() error
}

// Table lists every class of the server; the first row that fits answers.
func (h *Host) Table() []rpc.Class {
	return h.known([]rpc.Class{
		{Namespace: "rpc", Name: "identify", Access: rpc.Anybody, InOrder: true, Mode: "read", Run: h.identify},
		{Namespace: "rpc", Name: "query", Mode: "read", Run: h.query},
		{Namespace: "rpc", Name: "auth", Exact: true, Access: rpc.Anybody, InOrder: true, Run: h.auth},
		{Namespace: "rpc", Name: "auth_token", Exact: true, Access: rpc.Anybody, InOrder: true, Run: h.authToken},
		{Namespace: "rpc", Name: "auth_clear", Exact: true, Access: rpc.Anybody, InOrder: true, Run: h.authClear},
		{Namespace: "rpc", Name: "auth_ssl", Exact: true, Access: rpc.Anybody, InOrder: true, Run: h.authSSL},
		{Namespace: "rpc", Name: "auth", Exact: true, Prefix: true, Access: rpc.Anybody, InOrder: true, Run: h.authUnknown},
		h.dispatcher(),
		{Namespace: "rpc", Name: "logs", Mode: "read", Actions: []rpc.Action{
			{Name: "read_logs", Told: rpc.Tell("logs", "time_format", "start_time", "end_time"), Run: h.readLogs},
		}},
		{Namespace: "events", Name: "subscribe", Exact: true, InOrder: true, Run: h.subscribe},
		{Namespace: "events", Name: "unsubscribe", Exact: true, InOrder: true, Run: h.unsubscribe},
		{Namespace: "events", Prefix: true, Run: h.eventUnknown},
		{Namespace: "rpc", Name: "settings", Mode: "read/write", Actions: h.settings()},
		{Namespace: "sysadm", Name: "settings", Mode: "read/write", Actions: h.settings()},
		{Namespace: "sysadm", Name: "iocage", Mode: "read/write", Passes: true, Available: h.HasIOCage, Actions: h.offered()},
	})
}

// A Program is what actions need that both programs named iocage can do.
type Program interface {
	Activate(ctx context.Context, pool string) error
	Deactivate(ctx context.Context, pool string) error

	// ActivePool returns the pool in use, with the blank before it that the
	// documents show.
	ActivePool(ctx context.Context) (string, error)

	CleanReleases(ctx context.Context) error
	CleanTemplates(ctx context.Context) error
}

// iocage lists the actions of class sysadm/iocage for the edition's iocage.
func (h *Host) iocage() []rpc.Action {
	if h.Edition.Dialect.Python {
		return h.python()
	}
	return h.shell()
}

// python lists the actions that run the rewrite of iocage, in the order of the
// documents of 2017-06-05.
func (h *Host) python() []rpc.Action {
	return []rpc.Action{
		{Name: "activatepool", Changes: true, Told: rpc.Tell("pool"), Run: h.activatePool},
		{Name: "activatestatus", Run: h.activateStatus},
		{Name: "cleanreleases", Changes: true, Run: h.cleanReleases},
		{Name: "cleantemplates", Changes: true, Run: h.cleanTemplates},
		{Name: "createplugin", Changes: true, Told: rpc.Tell("plugin", "net_device", "ip4", "ip6"), Run: saysWhy(h.createPlugin)},
		{Name: "deactivatepool", Changes: true, Told: rpc.Tell("pool"), Run: h.deactivatePool},
		{Name: "fetchreleases", Changes: true, Told: tellReleases, Run: saysWhy(h.fetchReleases)},
		{Name: "listjails", Run: h.listJailsByJID},
		{Name: "listplugins", Run: h.listPlugins},
		{Name: "listreleases", Run: h.listReleases},
		{Name: "listtemplates", Run: h.listTemplates},
	}
}

// shell lists the actions that run the shell iocage, in the order of the
// documents of 2016-02-22.
func (h *Host) shell() []rpc.Action {
	return []rpc.Action{
		{Name: "listjails", Run: h.listJails},
		{Name: "getdefaultsettings", Run: h.getDefaultSettings},
		{Name: "getjailsettings", Told: rpc.Tell("jail", "prop"), Run: h.getJailSettings},
		{Name: "df", Run: h.df},
		{Name: "startjail", Changes: true, Run: h.startJail},
		{Name: "stopjail", Changes: true, Run: h.stopJail},
		{Name: "capjail", Changes: true, Run: h.capJail},
		{Name: "clonejail", Changes: true, Told: tellProps, Run: h.cloneJail},
		{Name: "createjail", Changes: true, Told: tellProps, Run: h.createJail},
		{Name: "destroyjail", Changes: true, Run: h.destroyJail},
		{Name: "execjail", Changes: true, Told: tellCommand, Private: true, Run: h.execJail},
		{Name: "cleanjails", Changes: true, Run: h.cleanJails},
		{Name: "cleanreleases", Changes: true, Run: h.cleanReleases},
		{Name: "cleantemplates", Changes: true, Run: h.cleanTemplates},
		{Name: "cleanall", Changes: true, Run: h.cleanAll},
		{Name: "activatepool", Changes: true, Told: rpc.Tell("pool"), Run: h.activatePool},
		{Name: "deactivatepool", Changes: true, Told: rpc.Tell("pool"), Run: h.deactivatePool},
	}
}

// underName puts an action's result under the action's name, as in replies of
// sysadm/iocage. A Text already has that form and is not changed.
func underName(name string, run rpc.Func) rpc.Func {
	return func(ctx context.Context, r *rpc.Request) (any, error) {
		result, err := run(ctx, r)
		if _, whole := result.(wire.Text); whole || err != nil {
			return result, err
		}
		text, err := wire.Marshal(result)
		return wire.Object(text, name), err
	}
}

// offered returns the actions in the documents of the edition.
func (h *Host) offered() []rpc.Action {
	var offered []rpc.Action
	for _, a := range h.iocage() {
		if h.Edition.Offers(a.Name) {
			a.Run = underName(a.Name, saysNo(a.Run))
			offered = append(offered, a)
		}
	}
	return offered
}
