package right

// actions answer what has been asked of the shell iocage: one row for each.
var actions = map[string]func(h *host, s style, args object) object{
	"activatepool":       (*host).activatePool,
	"capjail":            (*host).capJail,
	"cleanall":           (*host).cleanAll,
	"cleanjails":         (*host).cleanJails,
	"cleanreleases":      (*host).cleanReleases,
	"cleantemplates":     (*host).cleanTemplates,
	"clonejail":          (*host).cloneJail,
	"createjail":         (*host).createJail,
	"deactivatepool":     (*host).deactivatePool,
	"destroyjail":        (*host).destroyJail,
	"df":                 (*host).df,
	"execjail":           (*host).execJail,
	"getdefaultsettings": (*host).getDefaultSettings,
	"getjailsettings":    (*host).getJailSettings,
	"listjails":          (*host).listJails,
	"startjail":          (*host).startJail,
	"stopjail":           (*host).stopJail,
}

// lastActions answer what edition 2017-06-05 added or changed.
var lastActions = map[string]func(s *server, args object) (object, int){
	"activatestatus": (*server).activateStatus,
	"createplugin":   (*server).createPlugin,
	"fetchreleases":  (*server).fetchReleases,
	"listjails":      (*server).listJailsByJID,
	"listplugins":    (*server).listPlugins,
	"listreleases":   (*server).listReleases,
	"listtemplates":  (*server).listTemplates,
}

// carryOut answers the actions of sysadm/iocage.
func (s *server) carryOut(action string, args object) (object, int) {
	h := s.host
	if !h.edition.Offers(action) {
		return nil, 400
	}
	if do, ok := lastActions[action]; ok && h.edition.ListsByJID {
		return do(s, args)
	}
	for _, key := range []string{"jail", "pool", "prop", "props", "switches", "user", "command"} {
		if _, isText := args[key].(string); !isText && has(args, key) {
			return nil, 400
		}
	}
	do, ok := actions[action]
	if !ok {
		return nil, 400
	}
	return do(h, s.style, args), 200
}

func has(args object, key string) bool { _, given := args[key]; return given }
