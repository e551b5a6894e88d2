package schemas_test

const (
	octet   = `(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])`
	ip4     = octet + `\.` + octet + `\.` + octet + `\.` + octet
	ip6     = `[\dA-Fa-f]{0,4}(:[\dA-Fa-f]{0,4}){2,7}(\.\d{1,3}\.\d{1,3}\.\d{1,3})?`
	length4 = `(/(\d|[12]\d|3[0-2]))?`
	length6 = `(/(\d|[1-9]\d|1[01]\d|12[0-8]))?`
	device  = `([^\s|,/]+\|)?`
	word    = `[A-Za-z0-9][A-Za-z0-9._-]*`
	release = `\d+(\.\d+)?-[A-Za-z0-9][A-Za-z0-9.-]*`
	name    = `[^\s-]\S*`
	tag     = `[^\r\n]*\S[^\r\n]*`
)

// pluginRequest holds for what createplugin needs: one address will do.
func (r reading) pluginRequest(named rule) rule {
	shape := record(
		members{"action": text("createplugin"), "plugin": named, "net_device": named},
		members{"ip4": r.either(text(ip4+length4), anyText), "ip6": r.either(text(ip6+length6), anyText)},
		r.either(nil, anything),
	)
	return func(v any) bool {
		object, _ := v.(map[string]any)
		return shape(v) && (object["ip4"] != nil || object["ip6"] != nil)
	}
}

// answers2017 are the answers that edition 2017-06-05 added or changed, by action.
func (r reading) answers2017() members {
	extra := r.either(nil, leaves)
	jails := named(r.either(text(word), text("-|"+word)), r.listed(anything), false)
	templates := named(r.either(text(`[^\r\n]*[^\s-][^\r\n]*`), text(some)), r.listed(anything), false)
	prefix := "sysadm_iocage_fetch_"
	return members{
		"listjails":      record(members{"jails": jails}, nil, extra),
		"listtemplates":  record(members{"templates": templates}, nil, extra),
		"listreleases":   r.someOf(members{"local": r.localReleases(), "remote": list(r.either(text(release+`( \(EOL\))?`), anyText), 0)}),
		"listplugins":    r.someOf(members{"local": r.localPlugins(), "remote": r.offers()}),
		"activatestatus": r.poolStatus,
		"createplugin": record(members{
			"started_dispatcher_id": r.either(text(prefix+"plugin_"+name), text(prefix+`plugin_[^\n](?s).*`)),
		}, nil, extra),
		"fetchreleases": record(members{
			"started_dispatcher_id": list(r.either(text(prefix+"release_"+name), text(prefix+`release_[^\n](?s).*`)), 1),
		}, nil, extra),
	}
}

// listed holds for the ten columns of a jail whose type is as asked for.
func (r reading) listed(kind rule) rule {
	or := func(pattern string) rule { return r.either(text(pattern), anyText) }
	kinds := or("jail|plugin|template|basejail|thickjail|clonejail|gitjail|emptyjail")
	shape := record(members{
		"boot": text("on|off"), "jid": text(`-|[1-9]\d*`), "state": r.either(text("up|down"), text("up|down|CORRUPT")), "tag": or(tag),
		"type": both(kinds, kind), "uuid": r.either(text(word), text(some)), "release": or("EMPTY|" + release),
		"ip4":      or("-|" + device + ip4 + length4 + "(," + device + ip4 + length4 + ")*"),
		"ip6":      or("-|none|" + device + ip6 + `(%[^\s|,/]+)?` + length6 + "(," + device + ip6 + `(%[^\s|,/]+)?` + length6 + ")*"),
		"template": or(`[^\r\n]*`),
	}, nil, r.either(nil, leaves))
	return func(v any) bool {
		m, _ := v.(map[string]any)
		return shape(v) && (m["jid"] == "-") == (m["state"] != "up")
	}
}

// someOf holds for an object with at least one of the members.
func (r reading) someOf(may members) rule {
	shape := record(nil, may, r.either(nil, leaves))
	return func(v any) bool {
		object, _ := v.(map[string]any)
		for name := range may {
			if _, has := object[name]; has {
				return shape(v)
			}
		}
		return false
	}
}

// localReleases holds for names, or for one empty text.
func (r reading) localReleases() rule {
	if !r.strict {
		return list(anyText, 0)
	}
	return orElse(list(text(release), 1), func(v any) bool {
		array, _ := v.([]any)
		return len(array) == 1 && array[0] == ""
	})
}

// localPlugins holds for jails of type plugin by tag and id.
func (r reading) localPlugins() rule {
	key := r.either(text(tag+`_[A-Za-z0-9][A-Za-z0-9.-]*`), text(`(?s).*[^\n]_[^\n].*`))
	return named(key, r.listed(r.either(text("plugin"), anything)), false)
}

// offers holds for plugins that can be fetched, by id.
func (r reading) offers() rule {
	id := r.either(text(word), text(some))
	return named(id, record(members{
		"description": r.either(text(`[^\r\n]*`), anyText), "id": id, "name": r.either(text(tag), text(some)),
	}, nil, r.either(nil, leaves)), false)
}

// poolStatus holds for a pool that is told exactly if one is active; leniently
// one may be told at any time.
func (r reading) poolStatus(v any) bool {
	object, _ := v.(map[string]any)
	_, told := object["pool"]
	active := object["activated"] == "true"
	shape := record(members{"activated": text("true|false")}, members{"pool": r.either(text(pool), anyText)}, r.either(nil, leaves))
	return shape(v) && (active == told || !active && !r.strict)
}
