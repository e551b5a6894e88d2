package model

// judgePlugins compares the index of plugins with what was told before, and the
// jails of plugins with the list of jails.
func judgePlugins(a asked) *Breach {
	answer, _ := a.reply.answer("listplugins")
	index, isIndex := answer["remote"].(map[string]any)
	if a.reply.Code != 200 || answer["remote"] != nil && !isIndex {
		return a.breach("listplugins answers two objects", "{\"remote\": …, \"local\": …}")
	}
	if b := a.sameIndex(index); b != nil {
		return b
	}
	local, b := a.table(answer["local"], pluginKeys)
	if b != nil {
		return b
	}
	if hides(answer["local"]) {
		a.unhide(local)
	}
	if a.open {
		return nil
	}
	return a.sameJails(local, func(j Jail) bool { return j.Type == "plugin" })
}

// sameIndex compares the plugins that can be fetched; without any, their list
// has failed.
func (a asked) sameIndex(index map[string]any) *Breach {
	told := map[string]string{}
	for id, value := range index {
		plugin, areTexts := texts(value)
		if !areTexts || plugin["id"] != id || !has(plugin, "name", "description") {
			return a.breach("a plugin stands under its id, with its name and its description", "id %q", id)
		}
		told[id] = plugin["name"] + "\n" + plugin["description"]
	}
	for id, before := range a.stock.plugins {
		if told[id] != before && len(told) > 0 {
			return a.breach("the plugins that can be fetched stay as they are", "%q as before", id)
		}
	}
	if len(told) > 0 {
		a.stock.plugins = told
	}
	return nil
}
