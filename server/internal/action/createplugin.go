package action

import (
	"context"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/job"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// createPlugin starts a job that makes a jail from a plugin (documents of
// 2017-06-05, "Create Plugin").
func (h *Host) createPlugin(_ context.Context, r *rpc.Request) (any, error) {
	asked, err := pluginJail(r)
	if err != nil {
		return nil, err
	}
	plugin, command, err := iocage.FetchPlugin(asked)
	if err != nil {
		return nil, err
	}
	id := "sysadm_iocage_fetch_plugin_" + plugin
	_, err = h.startFetches(job.Spec{ID: id, User: r.Identity.User, Commands: []string{command}})
	return map[string]string{"started_dispatcher_id": id}, err
}

// pluginJail returns the arguments. There must be an address of either kind.
func pluginJail(r *rpc.Request) (jail iocage.PluginJail, err error) {
	if jail.Plugin, err = required(r, "plugin"); err != nil {
		return jail, err
	}
	if jail.Device, err = required(r, "net_device"); err != nil {
		return jail, err
	}
	ip4, has4, err := optional(r, "ip4")
	if err != nil {
		return jail, err
	}
	ip6, has6, err := optional(r, "ip6")
	if err == nil && !has4 && !has6 {
		err = errMissing
	}
	jail.IP4, jail.IP6 = ip4, ip6
	return jail, err
}
