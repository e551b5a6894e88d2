package model

import "slices"

// A rule is what the documents promise of one action.
type rule struct {
	action, section string

	keys  []string // arguments it cannot do without
	texts []string // arguments that must be texts, beside those
	lists []string // arguments of which each is a text or an array of texts

	needsPool bool // it cannot be done while no pool is active

	// judge says which promise an answer breaks, and learns from one that
	// breaks none.
	judge func(a asked) *Breach
}

// rules are those of all editions, in the order of the documents.
var rules []rule

func init() { // the rules call each other by name, through the table
	rules = []rule{
		{action: "listjails", section: "List Jails", needsPool: true, judge: judgeList},
		{action: "getdefaultsettings", section: "List Default Jail Settings", needsPool: true, judge: judgeDefaults},
		{action: "getjailsettings", section: "Jail Settings", texts: []string{"jail", "prop", "switches"}, needsPool: true, judge: judgeSettings},
		{action: "listtemplates", section: "List Templates", needsPool: true, judge: judgeTemplates},
		{action: "listreleases", section: "List Releases", needsPool: true, judge: judgeReleases},
		{action: "listplugins", section: "List Plugins", needsPool: true, judge: judgePlugins},
		{action: "df", section: "List Disk Usage", needsPool: true, judge: judgeUsage},
		{action: "startjail", section: "Start a Jail", keys: []string{"jail"}, needsPool: true, judge: judgeStart},
		{action: "stopjail", section: "Stop a Jail", keys: []string{"jail"}, needsPool: true, judge: judgeStop},
		{action: "capjail", section: "Cap a Jail", keys: []string{"jail"}, needsPool: true, judge: judgeCap},
		{action: "clonejail", section: "Clone a Jail", keys: []string{"jail"}, texts: []string{"props"}, needsPool: true, judge: judgeClone},
		{action: "createjail", section: "Create a Jail", texts: []string{"props", "switches"}, needsPool: true, judge: judgeCreate},
		{action: "destroyjail", section: "Destroy a Jail", keys: []string{"jail"}, needsPool: true, judge: judgeDestroy},
		{action: "execjail", section: "Run Command", keys: []string{"jail", "user", "command"}, needsPool: true, judge: judgeExec},
		{action: "cleanjails", section: "Clean Jails", needsPool: true, judge: judgeClean},
		{action: "cleanreleases", section: "Clean Releases", needsPool: true, judge: judgeClean},
		{action: "cleantemplates", section: "Clean Templates", needsPool: true, judge: judgeClean},
		{action: "cleanall", section: "Clean All", needsPool: true, judge: judgeClean},
		{action: "fetchreleases", section: "Fetch Releases", lists: []string{"releases"}, judge: judgeFetch},
		{action: "createplugin", section: "Create Plugin", keys: []string{"plugin", "net_device"}, texts: []string{"ip4", "ip6"}, judge: judgePlugin},
		{action: "activatestatus", section: "Activate Status", judge: judgeStatus},
		{action: "activatepool", section: "Activate a Pool", texts: []string{"pool"}, judge: judgeActivate},
		{action: "deactivatepool", section: "Deactivate a Pool", keys: []string{"pool"}, judge: judgeDeactivate},
	}
}

// find returns the rule of an action that the edition has.
func (w *World) find(action string) (rule, bool) {
	i := slices.IndexFunc(rules, func(r rule) bool { return r.action == action })
	if i < 0 || !w.edition.Offers(action) {
		return rule{}, false
	}
	return rules[i], true
}

// wrongType reports an argument that is there and of a wrong type. What the
// edition does not know is let pass.
func (w *World) wrongType(r rule, q Request) bool {
	args, _ := q.Args.(map[string]any)
	for _, key := range r.lists {
		if value, given := args[key]; given && !areTexts(value) {
			return true
		}
	}
	for _, key := range slices.Concat(r.keys, r.texts) {
		value, given := args[key]
		if _, isText := value.(string); given && !isText && w.knows(r, key) {
			return true
		}
	}
	return false
}

// areTexts holds for a text, and for an array of nothing else.
func areTexts(value any) bool {
	_, isText := value.(string)
	list, isList := value.([]any)
	return isText || isList && !slices.ContainsFunc(list, func(one any) bool { _, ok := one.(string); return !ok })
}

// knows leaves out what getjailsettings takes in later editions only.
func (w *World) knows(r rule, key string) bool {
	return key != "prop" && (key != "switches" || r.action == "createjail") || r.action != "getjailsettings" || w.edition.SettingsByProperty
}

// lacks reports a required argument that is missing.
func (w *World) lacks(r rule, q Request) bool {
	args, _ := q.Args.(map[string]any)
	return slices.ContainsFunc(r.keys, func(key string) bool { _, given := args[key]; return !given })
}
