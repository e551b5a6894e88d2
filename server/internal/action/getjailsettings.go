package action

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/sysadm-go/sysadm/schemas/prop"
	"github.com/sysadm-go/sysadm/schemas/wire"
	"github.com/sysadm-go/sysadm/server/internal/iocage"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// getJailSettings lists the settings of one jail, under the name in the request
// (documents, "Jail Settings"). In some editions it also takes a property, of
// the jail or, with switches, of every jail.
func (h *Host) getJailSettings(ctx context.Context, r *rpc.Request) (any, error) {
	if h.Edition.SettingsByProperty {
		return h.getSettingsByProperty(ctx, r)
	}
	jail, err := required(r, "jail")
	if err != nil {
		return nil, err
	}
	return h.allSettings(ctx, jail)
}

// allSettings returns the settings of one jail.
func (h *Host) allSettings(ctx context.Context, jail string) (any, error) {
	settings, err := h.Shell.Settings(ctx, jail)
	if err != nil {
		return nil, err
	}
	text, err := settings.Once(h.shown)
	if err != nil {
		return nil, err
	}
	return wire.Object(text.(json.RawMessage), "getjailsettings", jail), nil
}

// shown returns the settings that the edition shows, as JSON.
func (h *Host) shown(settings map[string]string) (any, error) {
	if !h.Edition.SettingsWithZFS {
		settings = maps.Clone(settings)
		maps.DeleteFunc(settings, isZFS)
	}
	return wire.Marshal(settings)
}

func isZFS(name, _ string) bool {
	p, known := prop.Find(name)
	return known && p.Group == prop.ZFS
}

// getSettingsByProperty decides which of the four documented requests this is.
func (h *Host) getSettingsByProperty(ctx context.Context, r *rpc.Request) (any, error) {
	jail, oneJail, err := optional(r, "jail")
	if err != nil {
		return nil, err
	}
	property, oneProperty, err := optional(r, "prop")
	if err != nil {
		return nil, err
	}
	switches, err := onlySwitch(r, "-r")
	switch {
	case err != nil:
		return nil, err
	case oneJail && switches != "":
		return nil, &iocage.Refusal{Line: "switches ask for every jail: leave out either jail or switches"}
	case oneJail && oneProperty && property != "all":
		return h.oneSetting(ctx, jail, property)
	case oneJail:
		return h.allSettings(ctx, jail)
	case oneProperty && switches != "":
		return h.settingOfEveryJail(ctx, property)
	}
	return nil, errMissing
}

func (h *Host) oneSetting(ctx context.Context, jail, property string) (any, error) {
	value, err := h.Shell.Setting(ctx, jail, property)
	if err != nil {
		return nil, err
	}
	return map[string]any{jail: map[string]string{property: value}}, nil
}

// settingOfEveryJail returns the property of each jail, and its tag as TAG.
func (h *Host) settingOfEveryJail(ctx context.Context, property string) (any, error) {
	settings, err := h.Shell.SettingOfEveryJail(ctx, property)
	if err != nil {
		return nil, err
	}
	listed := make(map[string]any, len(settings))
	for _, s := range settings {
		listed[s.UUID] = map[string]string{"TAG": s.Tag, property: s.Value}
	}
	return listed, nil
}
